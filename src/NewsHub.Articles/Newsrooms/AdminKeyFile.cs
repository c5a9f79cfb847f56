namespace NewsHub.Articles.Newsrooms;

/// <summary>The file <c>admin.key</c>, which only its owner may read.</summary>
public sealed class AdminKeyFile(string directory)
{
    public string Path { get; } = System.IO.Path.GetFullPath(System.IO.Path.Combine(directory, "admin.key"));

    /// <summary>The key in the file; where there is no file, a new one, written before it is returned.</summary>
    internal async Task<string> ReadOrCreate(CancellationToken stopping)
    {
        if (File.Exists(Path)) return (await File.ReadAllTextAsync(Path, stopping)).Trim();
        var key = Key.New();
        // Beside it first: a start that is cut short must not leave an empty file, which would be an empty key.
        var draft = Path + ".new";
        File.Delete(draft);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        await using (var file = new FileStream(draft, options))
        {
            await file.WriteAsync(System.Text.Encoding.UTF8.GetBytes(key + "\n"), stopping);
            file.Flush(flushToDisk: true);
        }

        File.Move(draft, Path);
        return key;
    }
}
