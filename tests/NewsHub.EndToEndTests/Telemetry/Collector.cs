using System.Collections.Concurrent;
using System.Globalization;
using System.Net;

namespace NewsHub.EndToEndTests.Telemetry;

/// <summary>Takes the traces that a hub sends by OTLP over HTTP.</summary>
internal sealed class Collector : IAsyncDisposable
{
    private readonly HttpListener _listener = new();
    private readonly ConcurrentQueue<byte[]> _posts = new();
    private readonly Task _taking;

    public Collector()
    {
        Address = string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{FreePorts.Take(1)[0]}");
        _listener.Prefixes.Add($"{Address}/");
        _listener.Start();
        _taking = Take();
    }

    public string Address { get; }

    /// <summary>Makes a hub send all of its traces here, ten times a second.</summary>
    public (string Name, string Value)[] Settings =>
        [("OTEL_EXPORTER_OTLP_ENDPOINT", Address), ("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf"), ("OTEL_BSP_SCHEDULE_DELAY", "100")];

    /// <summary>What came, as it came.</summary>
    public IEnumerable<byte[]> Posts => _posts;

    public Span[] Spans => [.. _posts.SelectMany(post => Span.AllIn(post))];

    public async ValueTask DisposeAsync()
    {
        _listener.Close();
        await _taking;
    }

    private async Task Take()
    {
        while (_listener.IsListening)
        {
            try
            {
                var http = await _listener.GetContextAsync();
                using var body = new MemoryStream();
                await http.Request.InputStream.CopyToAsync(body);
                if (http.Request.Url!.AbsolutePath == "/v1/traces") _posts.Enqueue(body.ToArray());
                http.Response.Close();
            }
            catch (Exception closed) when (closed is HttpListenerException or ObjectDisposedException)
            {
                // The hub was killed in the middle of a post, or the test is over.
            }
        }
    }
}
