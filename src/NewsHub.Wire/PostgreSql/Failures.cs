using System.Net.Sockets;
using Npgsql;

namespace NewsHub.Wire.PostgreSql;

/// <summary>Classifies exceptions by the state in which they leave a statement.</summary>
internal static class Failures
{
    /// <summary>True when the server returned an error and rolled back: nothing was stored.</summary>
    public static bool IsRolledBack(Exception failure) => failure is PostgresException { InvariantSeverity: "ERROR" };

    /// <summary>
    /// True when the statement was rolled back for a transient reason: a deadlock, a lock or statement timeout, or a server that has just become
    /// a replica.
    /// </summary>
    public static bool IsTransient(Exception failure) => failure is PostgresException
    {
        InvariantSeverity: "ERROR",
        SqlState: PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.LockNotAvailable
            or PostgresErrorCodes.QueryCanceled or PostgresErrorCodes.ReadOnlySqlTransaction,
    };

    /// <summary>
    /// Returns the exception for callers when the server rejected a statement because it lacks disk, memory or connections (SQLSTATE class 53),
    /// or its disk failed (58030); null otherwise. Repeating at once does not help.
    /// </summary>
    public static StoreUnreachableException? FindExhaustion(Exception failure) => failure switch
    {
        PostgresException { InvariantSeverity: "ERROR", SqlState: PostgresErrorCodes.DiskFull } => StoreUnreachableException.DiskFull(),
        PostgresException { InvariantSeverity: "ERROR", SqlState: ['5', '3', ..] or PostgresErrorCodes.IoError } server =>
            StoreUnreachableException.Refused($"PostgreSQL cannot store: {server.MessageText}."),
        _ => null,
    };

    /// <summary>True when the server cannot be reached, is starting or stopping, or the connection broke.</summary>
    public static bool IsConnectionFailure(Exception failure) =>
        failure is NpgsqlException or TimeoutException or SocketException or IOException && !IsRolledBack(failure);

    /// <summary>True when a time limit passed.</summary>
    public static bool IsTimeout(Exception failure) => failure is TimeoutException or { InnerException: TimeoutException };

    /// <summary>True when the server denies access, so that retrying is useless.</summary>
    public static bool IsAccessDenied(Exception failure) => failure is PostgresException
    {
        SqlState: PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification or PostgresErrorCodes.InsufficientPrivilege,
    };
}
