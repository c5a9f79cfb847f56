namespace NewsHub.Client;

/// <summary>
/// The hub itself rejected the request; the message is its reason. A retry does not help. An answer of anything else, such as the error page of
/// a proxy, is never a refusal.
/// </summary>
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
