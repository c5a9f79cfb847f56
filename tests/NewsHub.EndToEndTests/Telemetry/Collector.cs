using System.Collections.Concurrent;
using System.Globalization;
using System.Net;

namespace NewsHub.EndToEndTests.Telemetry;

/// <summary>Receives traces by OTLP over HTTP.</summary>
internal sealed class Collector : IAsyncDisposable
{
    private readonly HttpListener _listener = new();
    private readonly ConcurrentQueue<byte[]> _requests = new();
    private readonly Task _receiving;

    public Collector()
    {
        Address = string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{FreePorts.Take(1)[0]}");
        _listener.Prefixes.Add($"{Address}/");
        _listener.Start();
        _receiving = Receive();
    }

    public string Address { get; }

    /// <summary>Settings that make a hub export its traces here every 100 ms.</summary>
    public (string Name, string Value)[] Settings =>
        [("OTEL_EXPORTER_OTLP_ENDPOINT", Address), ("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf"), ("OTEL_BSP_SCHEDULE_DELAY", "100")];

    /// <summary>The raw request bodies.</summary>
    public IEnumerable<byte[]> Requests => _requests;

    public Span[] Spans => [.. _requests.SelectMany(request => Span.AllIn(request))];

    public async ValueTask DisposeAsync()
    {
        _listener.Close();
        await _receiving;
    }

    private async Task Receive()
    {
        while (_listener.IsListening)
        {
            try
            {
                var context = await _listener.GetContextAsync();
                using var body = new MemoryStream();
                await context.Request.InputStream.CopyToAsync(body);
                if (context.Request.Url!.AbsolutePath == "/v1/traces") _requests.Enqueue(body.ToArray());
                context.Response.Close();
            }
            catch (Exception closed) when (closed is HttpListenerException or ObjectDisposedException)
            {
                // The hub was killed during a request, or the test has ended.
            }
        }
    }
}
