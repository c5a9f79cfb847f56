using System.Text.Json;

namespace NewsHub.EndToEndTests.Recording;

/// <summary>Reads the wire over plain HTTP, each question held until there is news.</summary>
/// <param name="hub">Where to ask: looked up for every question, so that a reader can go elsewhere.</param>
public sealed class LongPollRecorder(Func<Uri> hub) : IRecorder
{
    private static readonly TimeSpan PauseAfterFailure = TimeSpan.FromMilliseconds(50);

    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromSeconds(30) };
    private CancellationTokenSource _line = new();
    private string _topics = string.Join(',', IRecorder.AllNews);

    public LongPollRecorder(Uri hub)
        : this(() => hub)
    {
    }

    public Tape Tape { get; } = new();

    public async Task<Slice> Ask(string? after)
    {
        var answer = await _http.GetByteArrayAsync(new Uri(hub(), after is null ? "/api/wire" : $"/api/wire?after={after}"));
        return JsonSerializer.Deserialize<Slice>(answer, JsonSerializerOptions.Web)!;
    }

    public async Task Read(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            var line = Volatile.Read(ref _line);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(line.Token, stop);
            try
            {
                var question = $"/api/wire?after={Tape.Cursor}&topics={Volatile.Read(ref _topics)}&limit=50&wait=5";
                var answer = await _http.GetByteArrayAsync(new Uri(hub(), question), either.Token);
                var slice = JsonSerializer.Deserialize<Slice>(answer, JsonSerializerOptions.Web)!;
                if (!slice.Recovered) throw new NotRecoveredException(Tape.Cursor);
                Tape.Keep(answer, slice.Entries);
                Tape.Apply(slice.Entries, slice.Cursor);
            }
            catch (Exception failure) when (failure is HttpRequestException or OperationCanceledException)
            {
                if (!line.IsCancellationRequested) await Task.Delay(PauseAfterFailure, CancellationToken.None);
            }
        }
    }

    public Task Follow(params string[] topics)
    {
        Volatile.Write(ref _topics, string.Join(',', topics));
        Cut();
        return Task.CompletedTask;
    }

    public void Cut() => Interlocked.Exchange(ref _line, new CancellationTokenSource()).Cancel();

    public ValueTask DisposeAsync()
    {
        _http.Dispose();
        return ValueTask.CompletedTask;
    }
}
