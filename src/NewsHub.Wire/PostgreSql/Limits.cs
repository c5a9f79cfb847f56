namespace NewsHub.Wire.PostgreSql;

/// <summary>
/// Time limits of calls to the database. They add up to less than the ten seconds after which a caller gets "outcome unknown":
/// <code>
/// read    pooled connection checked 1 s + connect 3 s + answer 4 s = 8 s (a repeat on a new connection is within the same 8 s)
/// write   waits and connects 4 s + answer 5 s = 9 s, whatever waits in front of it: a write that was not sent after 4 s is refused
/// lock    3 s, so that a statement behind another session's lock is rolled back by the server and known not to be stored
/// </code>
/// </summary>
internal static class Limits
{
    /// <summary>Time to open a connection, in seconds, or to wait for one of the pool.</summary>
    public const int Connect = 3;

    /// <summary>Time for the answer to one command, in seconds.</summary>
    public const int Command = 4;

    /// <summary>Time that a writing statement waits for a lock, in seconds.</summary>
    public const int Lock = 3;

    /// <summary>Time after which the answer to a sent write is not waited for. A second longer than <see cref="Command"/>, which also cancels it at the server.</summary>
    public static readonly TimeSpan Answer = TimeSpan.FromSeconds(5);

    /// <summary>Time for a whole read or single statement.</summary>
    public static readonly TimeSpan Read = TimeSpan.FromSeconds(8);

    /// <summary>Longest age at which a write is sent.</summary>
    public static readonly TimeSpan Unsent = TimeSpan.FromSeconds(4);

    /// <summary>
    /// Time for a pooled connection to show that it still exists. With the connection that replaces it, a dropped connection costs a command
    /// less than two seconds.
    /// </summary>
    public static readonly TimeSpan Check = TimeSpan.FromSeconds(1);
}
