namespace NewsHub.Traffic.Load.Transports;

/// <summary>A transport of the live wire.</summary>
internal enum Transport
{
    /// <summary>A WebSocket at <c>/live</c>.</summary>
    SignalR,

    /// <summary>Server-sent events at <c>/live/events</c>.</summary>
    Sse,

    /// <summary>Long polling at <c>/api/wire</c>.</summary>
    Poll,
}

/// <summary>Parses the <c>--transport</c> option.</summary>
internal static class TransportChoice
{
    private static readonly Transport[] All = [Transport.SignalR, Transport.Sse, Transport.Poll];

    /// <exception cref="UsageException">The name is not a transport.</exception>
    public static Transport[] Parse(string name) => name switch
    {
        "signalr" => [Transport.SignalR],
        "sse" => [Transport.Sse],
        "poll" => [Transport.Poll],
        "mixed" => All,
        _ => throw new UsageException($"--transport is signalr, sse, poll or mixed, not '{name}'."),
    };
}
