using System.Net.ServerSentEvents;
using System.Text;
using System.Text.Json;

namespace NewsHub.EndToEndTests.Recording;

/// <summary>Reads the wire as server-sent events. Reconnects with <c>Last-Event-ID</c>, as a browser's EventSource does.</summary>
/// <param name="hub">Returns the hub address; called for every connection, so that a reader can switch hubs.</param>
public sealed class EventRecorder(Func<Uri> hub) : IRecorder
{
    private static readonly TimeSpan PauseAfterFailure = TimeSpan.FromMilliseconds(50);

    private readonly HttpClient _http = new() { Timeout = Timeout.InfiniteTimeSpan };
    private CancellationTokenSource _abort = new();
    private string _topics = string.Join(',', IRecorder.AllNews);

    public EventRecorder(Uri hub) : this(() => hub)
    {
    }

    public Tape Tape { get; } = new();

    public async Task<Slice> Ask(string? after)
    {
        var entries = new List<Entry>();
        await foreach (var message in Open(after, CancellationToken.None))
        {
            if (message.EventType == "reset") return Slice.Of(JsonElement.Parse(message.Data));
            if (message.EventType == "live") return new Slice(message.EventId!, true, [.. entries]);
            entries.Add(Entry(message));
        }

        throw new HttpRequestException("The stream ended before the live event.");
    }

    public async Task Read(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            var abort = Volatile.Read(ref _abort);
            using var linked = CancellationTokenSource.CreateLinkedTokenSource(abort.Token, stop);
            try
            {
                await foreach (var message in Open(Tape.Cursor, linked.Token)) Record(message);
            }
            catch (Exception failure) when (failure is HttpRequestException or HttpIOException or IOException or OperationCanceledException)
            {
                if (!abort.IsCancellationRequested) await Task.Delay(PauseAfterFailure, CancellationToken.None);
            }
        }
    }

    public Task SetTopics(params string[] topics)
    {
        Volatile.Write(ref _topics, string.Join(',', topics));
        Abort();
        return Task.CompletedTask;
    }

    public void Abort() => Interlocked.Exchange(ref _abort, new CancellationTokenSource()).Cancel();

    public ValueTask DisposeAsync()
    {
        _http.Dispose();
        return ValueTask.CompletedTask;
    }

    private async IAsyncEnumerable<SseItem<string>> Open(string? after, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken stop)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(hub(), $"/live/events?topics={Volatile.Read(ref _topics)}"));
        if (after is not null) request.Headers.Add("Last-Event-ID", after);
        using var answer = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, stop);
        answer.EnsureSuccessStatusCode();
        await using var body = await answer.Content.ReadAsStreamAsync(stop);
        await foreach (var message in SseParser.Create(body).EnumerateAsync(stop)) yield return message;
    }

    private void Record(SseItem<string> message)
    {
        if (message.EventType == "reset") throw new NotRecoveredException(Tape.Cursor);
        Entry[] entries = message.EventType == "entry" ? [Entry(message)] : [];
        Tape.AddFrame(Encoding.UTF8.GetBytes(message.Data), entries);
        Tape.Apply(entries, message.EventId);
    }

    private static Entry Entry(SseItem<string> message) => JsonSerializer.Deserialize<Entry>(message.Data, JsonSerializerOptions.Web)!;
}
