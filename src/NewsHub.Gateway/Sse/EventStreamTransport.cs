using Microsoft.AspNetCore.Http;
using NewsHub.Gateway.Connections;
using NewsHub.Gateway.Deliveries;

namespace NewsHub.Gateway.Sse;

/// <summary>A response that never ends by itself: server-sent events.</summary>
internal sealed class EventStreamTransport(HttpContext http, EventStreamFormat format, TimeProvider time) : ITransport
{
    /// <summary>Proxies give up on what is silent for a minute or less.</summary>
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(15);

    private static readonly Packet Comment = Packet.AsIs(": \n\n"u8.ToArray());

    private readonly TaskCompletionSource _over = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public PayloadFormat Format => format;

    public bool IsOpen => true;

    /// <summary>Completes when the response shall end.</summary>
    public Task Over => _over.Task;

    public ValueTask Write(Packet packet) => http.Response.Body.WriteAsync(packet.Payload, CancellationToken.None);

    public void Tick(Outbox outbox)
    {
        if (time.GetElapsedTime(outbox.LastWrite) >= Silence) outbox.WriteIfIdle(Comment);
    }

    public void Close(string? violation) => _over.TrySetResult();

    public void Abort()
    {
        http.Abort();
        _over.TrySetResult();
    }
}
