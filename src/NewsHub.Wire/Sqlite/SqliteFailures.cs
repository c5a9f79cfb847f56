using Microsoft.Data.Sqlite;

namespace NewsHub.Wire.Sqlite;

/// <summary>
/// Translates failures of the disk and of locks, which pass by themselves, to <see cref="StoreUnreachableException"/>. Other failures are
/// returned unchanged.
/// </summary>
internal static class SqliteFailures
{
    private const int Busy = 5;
    private const int Locked = 6;
    private const int ReadOnly = 8;
    private const int IoError = 10;
    private const int Full = 13;
    private const int CannotOpen = 14;

    /// <summary>True when another program held the lock for as long as the hub waits.</summary>
    public static bool IsLocked(Exception failure) => failure is SqliteException { SqliteErrorCode: Busy or Locked };

    /// <param name="isCommitting">True when the transaction's end failed: an error of the disk then leaves the outcome open.</param>
    public static Exception OfWrite(Exception failure, bool isCommitting) => failure is not SqliteException { SqliteErrorCode: var code } sqlite ? failure : code switch
    {
        Full => StoreUnreachableException.DiskFull(),
        Busy or Locked => StoreUnreachableException.Locked(),
        IoError when isCommitting => StoreUnreachableException.Unknown(),
        IoError or ReadOnly or CannotOpen => StoreUnreachableException.Refused($"The database cannot be written: {sqlite.Message}"),
        _ => failure,
    };

    public static Exception OfRead(Exception failure) =>
        failure is SqliteException { SqliteErrorCode: Busy or Locked or IoError or Full or CannotOpen } ? StoreUnreachableException.NotRead() : failure;
}
