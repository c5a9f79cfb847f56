using System.Collections.Concurrent;
using System.Diagnostics;

namespace NewsHub.EndToEndTests.Cluster;

/// <summary>
/// Publishers who never give up: a command that got no answer, or was refused for now, goes to the next hub under the same key until it is
/// acknowledged. Each tells stories and corrects them.
/// </summary>
internal sealed class Storm(IReadOnlyList<Newsroom> newsrooms) : IDisposable
{
    private const int Publishers = 16;

    /// <summary>Between two commands of a publisher: 160 a second at most, so that a reader who is away for half a minute has missed less than the 5,000 that a hub brings.</summary>
    private static readonly TimeSpan Rest = TimeSpan.FromMilliseconds(100);

    private static readonly TimeSpan PauseAfterFailure = TimeSpan.FromMilliseconds(100);

    private readonly CancellationTokenSource _over = new();
    private readonly List<Task> _publishing = [];
    private long _longest;

    /// <summary>At all of these hubs, in turn.</summary>
    public Storm(IReadOnlyList<HubProcess> hubs)
        : this([.. hubs.Select(hub => hub.OpenNewsroom())])
    {
    }

    /// <summary>By sequence, what the hubs said that they had stored.</summary>
    public ConcurrentDictionary<long, Receipt> Acknowledged { get; } = [];

    /// <summary>The furthest place that was acknowledged.</summary>
    public Place Last => Place.Parse(Acknowledged.MaxBy(pair => pair.Key).Value.Cursor!);

    /// <summary>Answers that no publisher can make sense of.</summary>
    public ConcurrentBag<string> Complaints { get; } = [];

    /// <summary>Between the first try of a command and its acknowledgement, at most.</summary>
    public TimeSpan LongestWait => TimeSpan.FromTicks(Interlocked.Read(ref _longest));

    public void Begin() => _publishing.AddRange(Enumerable.Range(0, Publishers).Select(publisher => Task.Run(() => Publish(publisher))));

    /// <summary>So many more are acknowledged.</summary>
    public Task More(int commands)
    {
        var until = Acknowledged.Count + commands;
        return Eventually.Is(() => Acknowledged.Count >= until || !Complaints.IsEmpty, TimeSpan.FromSeconds(90));
    }

    /// <summary>Every command that was begun is acknowledged.</summary>
    public async Task End()
    {
        await _over.CancelAsync();
        await Task.WhenAll(_publishing).WaitAsync(TimeSpan.FromSeconds(60));
    }

    public void Dispose()
    {
        _over.Cancel(); // publishers end, also where a test failed before the storm was over
        _over.Dispose();
        foreach (var newsroom in newsrooms) newsroom.Dispose();
    }

    private async Task Publish(int publisher)
    {
        for (var n = 0; !_over.IsCancellationRequested; n++)
        {
            var told = await Insist(publisher, n, "/api/articles", $"storm-{publisher}-{n}", new
            {
                headline = $"Publisher {publisher} tells story {n}", section = "world", body = "In full.", status = "published",
            });
            if (told is not null && n % 4 == 0)
                await Insist(publisher, n + 1, $"/api/articles/{told.Id}/correct", $"mend-{publisher}-{n}", new { note = "It was told in haste." });
        }
    }

    private async Task<Receipt?> Insist(int publisher, int n, string path, string key, object body)
    {
        var since = Stopwatch.GetTimestamp();
        for (var tries = publisher + n; ; tries++)
        {
            try
            {
                var receipt = (await newsrooms[tries % newsrooms.Count].Send(path, body, key)).Receipt;
                if (!Acknowledged.TryAdd(receipt.Seq, receipt)) Complaints.Add($"{receipt.Seq} was given twice.");
                NoteWait(Stopwatch.GetElapsedTime(since));
                await Task.Delay(Rest);
                return receipt;
            }
            catch (Exception failure) when (failure is HttpRequestException or OperationCanceledException || IsForNow(failure))
            {
                await Task.Delay(PauseAfterFailure);
            }
            catch (InvalidOperationException failure)
            {
                Complaints.Add(failure.Message);
                return null;
            }
        }
    }

    // 502 and 504 are a proxy's words for a hub that went while it was asked.
    private static bool IsForNow(Exception failure) => failure is InvalidOperationException
        && new[] { 502, 503, 504 }.Any(status => failure.Message.Contains($" answered {status}", StringComparison.Ordinal));

    private void NoteWait(TimeSpan wait)
    {
        long longest;
        while (wait.Ticks > (longest = Interlocked.Read(ref _longest)) && Interlocked.CompareExchange(ref _longest, wait.Ticks, longest) != longest) { }
    }
}
