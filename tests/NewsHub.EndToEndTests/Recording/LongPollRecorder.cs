using System.Text.Json;

namespace NewsHub.EndToEndTests.Recording;

/// <summary>Reads the wire by HTTP long polling.</summary>
/// <param name="hub">Returns the hub address; called for every request, so that a reader can switch hubs.</param>
public sealed class LongPollRecorder(Func<Uri> hub) : IRecorder
{
    private static readonly TimeSpan PauseAfterFailure = TimeSpan.FromMilliseconds(50);

    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromSeconds(30) };
    private CancellationTokenSource _abort = new();
    private string _topics = string.Join(',', IRecorder.AllNews);

    public LongPollRecorder(Uri hub)
        : this(() => hub)
    {
    }

    public Tape Tape { get; } = new();

    public async Task<Slice> Ask(string? after)
    {
        var response = await _http.GetByteArrayAsync(new Uri(hub(), after is null ? "/api/wire" : $"/api/wire?after={after}"));
        return JsonSerializer.Deserialize<Slice>(response, JsonSerializerOptions.Web)!;
    }

    public async Task Read(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            var abort = Volatile.Read(ref _abort);
            using var linked = CancellationTokenSource.CreateLinkedTokenSource(abort.Token, stop);
            try
            {
                var request = $"/api/wire?after={Tape.Cursor}&topics={Volatile.Read(ref _topics)}&limit=50&wait=5";
                var response = await _http.GetByteArrayAsync(new Uri(hub(), request), linked.Token);
                var slice = JsonSerializer.Deserialize<Slice>(response, JsonSerializerOptions.Web)!;
                if (!slice.Recovered) throw new NotRecoveredException(Tape.Cursor);
                Tape.AddFrame(response, slice.Entries);
                Tape.Apply(slice.Entries, slice.Cursor);
            }
            catch (Exception failure) when (failure is HttpRequestException or OperationCanceledException)
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
}
