using System.Net.Sockets;
using Npgsql;

namespace NewsHub.Wire.PostgreSql;

/// <summary>What a failure says about what was asked.</summary>
internal static class Failures
{
    /// <summary>The server answered with an error and has rolled back: certainly nothing was stored.</summary>
    public static bool IsRolledBack(Exception failure) => failure is PostgresException { InvariantSeverity: "ERROR" };

    /// <summary>
    /// Rolled back for a reason that will not be there the next time: a deadlock, a lock or a statement that took too long, a server that
    /// has just become a replica.
    /// </summary>
    public static bool IsTransient(Exception failure) => failure is PostgresException
    {
        InvariantSeverity: "ERROR",
        SqlState: PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.LockNotAvailable
            or PostgresErrorCodes.QueryCanceled or PostgresErrorCodes.ReadOnlySqlTransaction,
    };

    /// <summary>The server cannot be reached, is starting or stopping, or the connection broke.</summary>
    public static bool IsConnectionFailure(Exception failure) =>
        failure is NpgsqlException or TimeoutException or SocketException or IOException && !IsRolledBack(failure);

    /// <summary>Waiting would not help: who connects is not let in.</summary>
    public static bool IsAccessDenied(Exception failure) => failure is PostgresException
    {
        SqlState: PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification or PostgresErrorCodes.InsufficientPrivilege,
    };
}
