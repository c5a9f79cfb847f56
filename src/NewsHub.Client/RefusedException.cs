namespace NewsHub.Client;

/// <summary>The hub has understood and says no; the message is its reason.</summary>
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
