namespace NewsHub.Wire.Sqlite;

/// <summary>Keeps the data directory from other users of the machine: it holds drafts, embargoed articles and hashes of keys. On Windows it inherits its access list.</summary>
public static class PrivateFiles
{
    private const UnixFileMode Owner = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Creates a directory that only its owner may enter. An existing one keeps its mode, which an operator may have chosen.</summary>
    public static void CreateDirectory(string path)
    {
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(path);
        else Directory.CreateDirectory(path, Owner | UnixFileMode.UserExecute);
    }

    /// <summary>Opens a file that only its owner may read.</summary>
    public static FileStream Open(string path, FileMode mode, FileAccess access, FileShare share = FileShare.Read, FileOptions options = FileOptions.None)
    {
        var stream = new FileStreamOptions { Mode = mode, Access = access, Share = share, Options = options };
        if (!OperatingSystem.IsWindows() && mode is not FileMode.Open) stream.UnixCreateMode = Owner;
        return new FileStream(path, stream);
    }

    /// <summary>
    /// Creates a database's file if it is missing, and takes the rights of others from the files that an earlier version left. SQLite gives the files
    /// beside it the same mode.
    /// </summary>
    /// <exception cref="UnauthorizedAccessException">The files belong to another user.</exception>
    internal static void Prepare(string database)
    {
        Open(database, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite).Dispose();
        if (OperatingSystem.IsWindows()) return;
        foreach (var path in new[] { database, $"{database}-wal", $"{database}-shm" }.Where(File.Exists))
            if ((File.GetUnixFileMode(path) & ~Owner) != 0)
                File.SetUnixFileMode(path, Owner);
    }
}
