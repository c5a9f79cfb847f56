namespace NewsHub.Traffic.Load.Servers;

/// <summary>The server under load.</summary>
/// <param name="Key">API key.</param>
/// <param name="IsBare">True for bare SignalR, which has no topics, cursors and receipts.</param>
internal sealed record LoadTarget(Uri Address, string Key, ServerProcesses Processes, bool IsBare = false)
{
    /// <summary>Addresses that commands are sent to in turn; readers connect to <see cref="Address"/>.</summary>
    public IReadOnlyList<Uri> Endpoints { get; init; } = [Address];
}
