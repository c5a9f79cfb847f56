namespace NewsHub.Traffic.Load.Servers;

/// <summary>The server under load.</summary>
/// <param name="Key">What opens its API.</param>
/// <param name="IsBare">Not a hub but bare SignalR: no topics, no cursors, no receipts.</param>
internal sealed record LoadTarget(Uri Address, string Key, ServerProcesses Processes, bool IsBare = false)
{
    /// <summary>Where commands go, in turn; readers all go to <see cref="Address"/>.</summary>
    public IReadOnlyList<Uri> Doors { get; init; } = [Address];
}
