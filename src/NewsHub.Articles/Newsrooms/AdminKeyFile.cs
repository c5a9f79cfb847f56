namespace NewsHub.Articles.Newsrooms;

/// <summary>The file <c>admin.key</c>, readable only by its owner.</summary>
internal sealed class AdminKeyFile(string directory)
{
    public string Path { get; } = System.IO.Path.GetFullPath(System.IO.Path.Combine(directory, "admin.key"));

    /// <summary>Deletes the file, so that the next call generates another key.</summary>
    internal void Delete() => File.Delete(Path);

    /// <summary>Returns the key in the file. When there is no file, generates a key and writes it first.</summary>
    internal async Task<string> ReadOrCreate(CancellationToken stopping)
    {
        if (File.Exists(Path)) return (await File.ReadAllTextAsync(Path, stopping)).Trim();
        var key = Key.New();
        // Write to a temporary file and rename it: an interrupted start must not leave an empty key.
        var temporary = Path + ".new";
        File.Delete(temporary);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        await using (var file = new FileStream(temporary, options))
        {
            await file.WriteAsync(System.Text.Encoding.UTF8.GetBytes(key + "\n"), stopping);
            file.Flush(flushToDisk: true);
        }

        File.Move(temporary, Path);
        return key;
    }
}
