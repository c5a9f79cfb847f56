using Microsoft.AspNetCore.Http;
using NewsHub.Gateway.Connections;
using NewsHub.Gateway.Deliveries;

namespace NewsHub.Gateway.Sse;

/// <summary>A response that never ends by itself: server-sent events.</summary>
internal sealed class EventLine(HttpContext http, EventFormat format, TimeProvider time) : ILine
{
    /// <summary>Proxies give up on what is silent for a minute or less.</summary>
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(15);

    private static readonly Packet Comment = Packet.AsIs(": \n\n"u8.ToArray());

    private readonly TaskCompletionSource _over = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Format Format => format;

    public bool IsOpen => true;

    /// <summary>Completes when the response shall end.</summary>
    public Task Over => _over.Task;

    public ValueTask Write(Packet packet) => http.Response.Body.WriteAsync(packet.Payload, CancellationToken.None);

    public void Beat(Outbox outbox)
    {
        if (time.GetElapsedTime(outbox.LastWrite) >= Silence) outbox.WriteIfIdle(Comment);
    }

    public void End(string? violation) => _over.TrySetResult();

    public void Cut()
    {
        http.Abort();
        _over.TrySetResult();
    }
}
