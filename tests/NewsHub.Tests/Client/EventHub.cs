using System.Text.Json;
using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using NewsHub.Client;

namespace NewsHub.Tests.Client;

/// <summary>A fake hub without WebSockets: serves the event stream of the live protocol over HTTP.</summary>
internal sealed class EventHub : IAsyncDisposable
{
    private readonly Lock _lock = new();
    private readonly List<Entry> _entries = [];
    private readonly List<Stream> _streams = [];
    private readonly WebApplication _app;

    private EventHub()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _app = builder.Build();
        _app.MapGet("/live/events", Serve);
        _app.MapPost("/api/readers", http => AnswerReader(http));
    }

    public Uri Address => new(_app.Urls.Single());

    public bool Recovers { get; set; } = true;

    public Ranking Ranking { get; set; } = Golden.Ranking;

    /// <summary>Answers requests for the token of a reader; by default with 404, as a hub without them.</summary>
    public RequestDelegate AnswerReader { get; set; } = http => Results.NotFound().ExecuteAsync(http);

    /// <summary>The token of the reader of the latest event stream; null without one.</summary>
    public string? Reader { get; private set; }

    /// <summary>The queries received, in order.</summary>
    public List<(string Topics, string? After)> Requests { get; } = [];

    public static async Task<EventHub> Start()
    {
        var hub = new EventHub();
        await hub._app.StartAsync();
        return hub;
    }

    public int StreamCount
    {
        get
        {
            lock (_lock) return _streams.Count;
        }
    }

    public void Publish(Entry entry)
    {
        lock (_lock)
        {
            _entries.Add(entry);
            foreach (var stream in _streams.Where(stream => entry.Topics.Any(stream.Topics.Contains))) stream.Events.Writer.TryWrite(FormatEvent("entry", entry));
        }
    }

    public void Send<T>(string name, T content)
    {
        lock (_lock)
            foreach (var stream in _streams)
                stream.Events.Writer.TryWrite(FormatEvent(name, content));
    }

    /// <summary>Aborts all streams.</summary>
    public void AbortStreams()
    {
        lock (_lock)
            foreach (var stream in _streams)
                stream.Http.Abort();
    }

    public async ValueTask DisposeAsync()
    {
        AbortStreams();
        await _app.DisposeAsync();
    }

    private async Task Serve(HttpContext http)
    {
        var (topics, after) = (http.Request.Query["topics"].ToString(), (string?)http.Request.Query["after"]);
        if (topics.Contains("weather", StringComparison.Ordinal))
        {
            await Results.ValidationProblem(new Dictionary<string, string[]> { ["topics"] = ["There is no topic weather."] }).ExecuteAsync(http);
            return;
        }

        var stream = new Stream(http, topics.Split(','), Channel.CreateUnbounded<string>());
        http.Response.ContentType = "text/event-stream";
        await http.Response.WriteAsync("retry: 2000\n\n: hello\n\n");
        lock (_lock)
        {
            Requests.Add((topics, after));
            Reader = http.Request.Headers["NewsHub-Reader"];
            foreach (var item in InitialEvents(stream.Topics, after)) stream.Events.Writer.TryWrite(item);
            _streams.Add(stream);
        }

        try
        {
            await foreach (var item in stream.Events.Reader.ReadAllAsync(http.RequestAborted)) await http.Response.WriteAsync(item, http.RequestAborted);
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            lock (_lock) _streams.Remove(stream);
        }
    }

    private IEnumerable<string> InitialEvents(string[] topics, string? after)
    {
        var seq = after is null ? 0 : Cursor.Parse(after)!.Value.Seq;
        var cursor = _entries.LastOrDefault()?.Cursor ?? "7f3a90c1.0";
        var missed = _entries.Where(entry => (!Recovers || entry.Seq > seq) && entry.Topics.Any(topics.Contains)).ToArray();
        Ranking[] rankings = topics.Contains("ranking/rising") ? [Ranking] : [];
        if (!Recovers) yield return FormatEvent("reset", new Snapshot(cursor, Recovered: false, missed, rankings, []));
        else
        {
            foreach (var entry in missed) yield return FormatEvent("entry", entry);
            foreach (var ranking in rankings) yield return FormatEvent("ranking", ranking);
        }

        yield return $"id: {cursor}\n{FormatEvent("live", new { cursor })}";
    }

    private static string FormatEvent<T>(string name, T content) => $"event: {name}\ndata: {JsonSerializer.Serialize(content, JsonSerializerOptions.Web)}\n\n";

    private sealed record Stream(HttpContext Http, string[] Topics, Channel<string> Events);
}
