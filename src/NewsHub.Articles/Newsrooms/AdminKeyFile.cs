namespace NewsHub.Articles.Newsrooms;

/// <summary>The file <c>admin.key</c>, readable only by its owner.</summary>
internal sealed class AdminKeyFile(string directory)
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private static readonly TimeSpan RetryDelay = TimeSpan.FromMilliseconds(10);

    /// <summary>Attempts to read the file, in one second. The hub that writes it has it open for a moment after giving it its name.</summary>
    private const int MaxAttempts = 100;

    public string Path { get; } = System.IO.Path.GetFullPath(System.IO.Path.Combine(directory, "admin.key"));

    private string Temporary => Path + ".new";

    /// <summary>Deletes the file, so that the next call generates another key.</summary>
    internal void Delete() => File.Delete(Path);

    /// <summary>
    /// Returns the key in the file. When there is no file, generates a key and writes it first; of several hubs on one directory that do so at the same
    /// time, all get the same key.
    /// </summary>
    internal async Task<string> ReadOrCreate(CancellationToken stopping)
    {
        while (!File.Exists(Path))
        {
            await using var file = OpenTemporary();
            if (file is null) await Task.Delay(RetryDelay, stopping); // another hub writes it
            else if (File.Exists(Path)) File.Delete(Temporary); // another hub was first, and none writes any more
            else return await Create(file, stopping);
        }

        return await Read(stopping);
    }

    private async Task<string> Read(CancellationToken stopping)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return (await File.ReadAllTextAsync(Path, stopping)).Trim();
            }
            catch (IOException) when (attempt < MaxAttempts && File.Exists(Path))
            {
                await Task.Delay(RetryDelay, stopping);
            }
        }
    }

    /// <summary>Opens the temporary file for this process only; null while another one has it open.</summary>
    private FileStream? OpenTemporary()
    {
        var options = new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.Write, Share = FileShare.None };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = OwnerOnly;
        try
        {
            return new FileStream(Temporary, options);
        }
        catch (IOException) when (File.Exists(Temporary) || File.Exists(Path))
        {
            return null;
        }
    }

    // The key is renamed when it is whole: an interrupted start must not leave an empty key.
    private async Task<string> Create(FileStream file, CancellationToken stopping)
    {
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(file.SafeFileHandle, OwnerOnly);
        file.SetLength(0);
        var key = Key.New();
        await file.WriteAsync(System.Text.Encoding.UTF8.GetBytes(key + "\n"), stopping);
        file.Flush(flushToDisk: true);
        File.Move(Temporary, Path);
        return key;
    }
}
