namespace NewsHub.Client;

/// <summary>Keeps the reader's token in a file. Programs that are different readers need different files.</summary>
/// <param name="path">The file; its directory must exist.</param>
public sealed class ReaderFile(string path) : IReaderStore
{
    /// <inheritdoc/>
    public async ValueTask<string?> Load(CancellationToken stop) =>
        File.Exists(path) && (await File.ReadAllTextAsync(path, stop)).Trim() is { Length: > 0 } token ? token : null;

    /// <inheritdoc/>
    public async ValueTask Save(string token, CancellationToken stop) => await File.WriteAllTextAsync(path, token, stop);
}
