using System.Collections.Concurrent;
using System.Diagnostics;

namespace NewsHub.EndToEndTests.Cluster;

/// <summary>
/// Publishers that retry: a command without a response, or with a transient error, is sent to the next hub with the same idempotency key
/// target it is acknowledged. Each publisher publishes articles and corrects every fourth.
/// </summary>
internal sealed class Storm(IReadOnlyList<Newsroom> newsrooms) : IDisposable
{
    private const int Publishers = 16;

    /// <summary>Pause between two commands of a publisher: at most 160 per second in total, so that a reader that is away for 30 seconds misses fewer than the 5,000 entries that a hub replays.</summary>
    private static readonly TimeSpan CommandInterval = TimeSpan.FromMilliseconds(100);

    private static readonly TimeSpan PauseAfterFailure = TimeSpan.FromMilliseconds(100);

    private readonly CancellationTokenSource _stop = new();
    private readonly List<Task> _publishing = [];
    private long _longestWait;

    /// <summary>Sends to all of these hubs in turn.</summary>
    public Storm(IReadOnlyList<HubProcess> hubs)
        : this([.. hubs.Select(hub => hub.OpenNewsroom())])
    {
    }

    /// <summary>Receipts by sequence number.</summary>
    public ConcurrentDictionary<long, Receipt> Acknowledged { get; } = [];

    /// <summary>The cursor of the newest acknowledged entry.</summary>
    public WireCursor Last => WireCursor.Parse(Acknowledged.MaxBy(pair => pair.Key).Value.Cursor!);

    /// <summary>Unexpected responses.</summary>
    public ConcurrentBag<string> Errors { get; } = [];

    /// <summary>Longest time between the first attempt of a command and its acknowledgement.</summary>
    public TimeSpan LongestWait => TimeSpan.FromTicks(Interlocked.Read(ref _longestWait));

    public void Start() => _publishing.AddRange(Enumerable.Range(0, Publishers).Select(publisher => Task.Run(() => Publish(publisher))));

    /// <summary>Waits target this many more commands are acknowledged, at most 90 seconds.</summary>
    public Task WaitForMore(int commands)
    {
        var target = Acknowledged.Count + commands;
        return Eventually.Is(() => Acknowledged.Count >= target || !Errors.IsEmpty, TimeSpan.FromSeconds(90));
    }

    /// <summary>Stops publishing; returns when every started command is acknowledged.</summary>
    public async Task Stop()
    {
        await _stop.CancelAsync();
        await Task.WhenAll(_publishing).WaitAsync(TimeSpan.FromSeconds(60));
    }

    public void Dispose()
    {
        _stop.Cancel(); // stops the publishers also after a failed test
        _stop.Dispose();
        foreach (var newsroom in newsrooms) newsroom.Dispose();
    }

    private async Task Publish(int publisher)
    {
        for (var n = 0; !_stop.IsCancellationRequested; n++)
        {
            var published = await SendUntilAcknowledged(publisher, n, "/api/articles", $"storm-{publisher}-{n}", new
            {
                headline = $"Publisher {publisher} publishes story {n}",
                section = "world",
                body = "In full.",
                status = "published",
            });
            if (published is not null && n % 4 == 0)
                await SendUntilAcknowledged(publisher, n + 1, $"/api/articles/{published.Id}/correct", $"correct-{publisher}-{n}", new { note = "A mistake." });
        }
    }

    private async Task<Receipt?> SendUntilAcknowledged(int publisher, int n, string path, string key, object body)
    {
        var since = Stopwatch.GetTimestamp();
        for (var attempt = publisher + n; ; attempt++)
        {
            try
            {
                var receipt = (await newsrooms[attempt % newsrooms.Count].Send(path, body, key)).Receipt;
                if (!Acknowledged.TryAdd(receipt.Seq, receipt)) Errors.Add($"Sequence number {receipt.Seq} was assigned twice.");
                RecordWait(Stopwatch.GetElapsedTime(since));
                await Task.Delay(CommandInterval);
                return receipt;
            }
            catch (Exception failure) when (failure is HttpRequestException or OperationCanceledException || IsTransient(failure))
            {
                await Task.Delay(PauseAfterFailure);
            }
            catch (InvalidOperationException failure)
            {
                Errors.Add(failure.Message);
                return null;
            }
        }
    }

    // A proxy answers 502 or 504 when a hub stops during the request.
    private static bool IsTransient(Exception failure) => failure is InvalidOperationException
        && new[] { 502, 503, 504 }.Any(status => failure.Message.Contains($" answered {status}", StringComparison.Ordinal));

    private void RecordWait(TimeSpan wait)
    {
        long longest;
        while (wait.Ticks > (longest = Interlocked.Read(ref _longestWait)) && Interlocked.CompareExchange(ref _longestWait, wait.Ticks, longest) != longest) { }
    }
}
