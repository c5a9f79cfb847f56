namespace NewsHub.Client;

/// <summary>The hub rejected a valid request; the message is the hub's reason. A retry does not help.</summary>
public sealed class RefusedException : Exception
{
    public RefusedException()
    {
    }

    public RefusedException(string reason) : base(reason)
    {
    }

    public RefusedException(string reason, Exception cause) : base(reason, cause)
    {
    }
}
