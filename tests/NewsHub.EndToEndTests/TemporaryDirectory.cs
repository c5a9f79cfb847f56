namespace NewsHub.EndToEndTests;

/// <summary>A directory that is deleted on dispose.</summary>
public sealed class TemporaryDirectory : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("newshub-e2e-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
