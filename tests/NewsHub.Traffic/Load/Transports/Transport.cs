namespace NewsHub.Traffic.Load.Transports;

/// <summary>A way to the hub's readers.</summary>
internal enum Transport
{
    /// <summary>A WebSocket at <c>/live</c>.</summary>
    SignalR,

    /// <summary>Server-sent events at <c>/live/events</c>.</summary>
    Sse,

    /// <summary>Long polling at <c>/api/wire</c>.</summary>
    Poll,
}

/// <summary>Which ways a run's readers take.</summary>
internal static class TransportChoice
{
    private static readonly Transport[] All = [Transport.SignalR, Transport.Sse, Transport.Poll];

    /// <exception cref="UsageException">There is no such way.</exception>
    public static Transport[] Parse(string name) => name switch
    {
        "signalr" => [Transport.SignalR],
        "sse" => [Transport.Sse],
        "poll" => [Transport.Poll],
        "mixed" => All,
        _ => throw new UsageException($"--transport is signalr, sse, poll or mixed, not '{name}'."),
    };
}
