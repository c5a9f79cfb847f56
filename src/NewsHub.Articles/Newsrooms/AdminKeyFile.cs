namespace NewsHub.Articles.Newsrooms;

/// <summary>The file <c>admin.key</c>, readable only by its owner.</summary>
internal sealed class AdminKeyFile(string directory)
{
    public string Path { get; } = System.IO.Path.GetFullPath(System.IO.Path.Combine(directory, "admin.key"));

    /// <summary>Deletes the file, so that the next call generates another key.</summary>
    internal void Delete() => File.Delete(Path);

    /// <summary>
    /// Returns the key in the file. When there is no file, generates a key and writes it first; of several hubs on one directory that do so at the same
    /// time, all get the same key.
    /// </summary>
    internal async Task<string> ReadOrCreate(CancellationToken stopping)
    {
        if (File.Exists(Path)) return await Read(stopping);
        var key = Key.New();
        // Write to a temporary file and rename it: an interrupted start must not leave an empty key.
        var temporary = $"{Path}.{Guid.NewGuid():N}.new";
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        await using (var file = new FileStream(temporary, options))
        {
            await file.WriteAsync(System.Text.Encoding.UTF8.GetBytes(key + "\n"), stopping);
            file.Flush(flushToDisk: true);
        }

        try
        {
            File.Move(temporary, Path);
            return key;
        }
        catch (IOException) when (File.Exists(Path))
        {
            File.Delete(temporary);
            return await Read(stopping);
        }
    }

    private async Task<string> Read(CancellationToken stopping) => (await File.ReadAllTextAsync(Path, stopping)).Trim();
}
