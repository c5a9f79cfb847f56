using Microsoft.AspNetCore.Http;
using NewsHub.Gateway.Connections;
using NewsHub.Gateway.Deliveries;

namespace NewsHub.Gateway.Sse;

/// <summary>Writes server-sent events to a response that stays open until closed.</summary>
internal sealed class EventStreamTransport(HttpContext http, EventStreamFormat format, TimeProvider time) : ITransport
{
    /// <summary>Below the idle timeouts of proxies, which are a minute or less.</summary>
    private static readonly TimeSpan KeepAliveInterval = TimeSpan.FromSeconds(15);

    private static readonly Packet KeepAlive = Packet.AsIs(": \n\n"u8.ToArray());

    private readonly TaskCompletionSource _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public PayloadFormat Format => format;

    public bool IsOpen => true;

    /// <summary>Completes when the response should end.</summary>
    public Task Closed => _closed.Task;

    public ValueTask Write(Packet packet) => http.Response.Body.WriteAsync(packet.Payload, CancellationToken.None);

    public void Tick(Outbox outbox)
    {
        if (time.GetElapsedTime(outbox.LastWrite) >= KeepAliveInterval) outbox.WriteIfIdle(KeepAlive);
    }

    public void Close(string? violation) => _closed.TrySetResult();

    public void Abort()
    {
        http.Abort();
        _closed.TrySetResult();
    }
}
