namespace NewsHub.TestServers;

/// <summary>A directory that is deleted on dispose.</summary>
public sealed class TemporaryDirectory : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("newshub-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
