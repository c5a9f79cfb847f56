namespace NewsHub.Tests;

/// <summary>A directory that goes when the test does.</summary>
public sealed class TemporaryDirectory : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("newshub-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
