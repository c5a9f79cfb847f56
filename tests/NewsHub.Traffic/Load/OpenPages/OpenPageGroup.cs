using NewsHub.Traffic.Hub;
using NewsHub.Traffic.Measuring;

namespace NewsHub.Traffic.Load.OpenPages;

/// <summary>Many pages of one article.</summary>
internal sealed class OpenPageGroup : IDisposable
{
    /// <summary>Connections opened at the same time.</summary>
    private const int Burst = 200;

    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(30);

    private readonly HttpClient _http;
    private readonly OpenPage[] _pages;
    private readonly TimeProvider _time;
    private TaskCompletionSource _all = new();
    private long _correctedAt, _failed, _shown;

    public OpenPageGroup(Uri hub, string article, int count, TimeProvider time)
    {
        _http = new HttpClient { BaseAddress = hub };
        _http.DefaultRequestHeaders.AcceptEncoding.ParseAdd("gzip");
        (_time, _pages) = (time, [.. Enumerable.Range(0, count).Select(_ => new OpenPage(_http, article, time))]);
    }

    /// <summary>Time from the command until a page has the new text, for each page and correction.</summary>
    public Latencies Shown { get; } = new();

    /// <summary>Fetches that the hub did not answer with the text.</summary>
    public long Failed => Interlocked.Read(ref _failed);

    public async Task Open(CancellationToken stop)
    {
        foreach (var burst in _pages.Chunk(Burst)) await Task.WhenAll(burst.Select(page => page.Open(stop)));
    }

    /// <summary>Follows the article until cancelled.</summary>
    public async Task Run(CancellationToken stop)
    {
        try
        {
            await Task.WhenAll(_pages.Select(page => page.Follow(OnShown, stop)));
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The run has ended.
        }
    }

    /// <summary>Corrects the article with <paramref name="correct"/>. Returns the time from then until all pages have fetched its text.</summary>
    /// <exception cref="HubException">A page has not after half a minute.</exception>
    public async Task<TimeSpan> Correct(Func<Task> correct, CancellationToken stop)
    {
        _all = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Interlocked.Exchange(ref _shown, 0);
        var sent = _time.GetTimestamp();
        Interlocked.Exchange(ref _correctedAt, sent);
        await correct();
        try
        {
            await _all.Task.WaitAsync(Timeout, _time, stop);
        }
        catch (TimeoutException cause)
        {
            throw new HubException($"After {Timeout.TotalSeconds:0} s only {Interlocked.Read(ref _shown)} of {_pages.Length} pages have the new text.", cause);
        }

        return _time.GetElapsedTime(sent);
    }

    public void Dispose()
    {
        Array.ForEach(_pages, page => page.Dispose());
        _http.Dispose();
    }

    private void OnShown(bool isText)
    {
        Shown.Add(_time.GetElapsedTime(Interlocked.Read(ref _correctedAt)));
        if (!isText) Interlocked.Increment(ref _failed);
        if (Interlocked.Increment(ref _shown) == _pages.Length) _all.TrySetResult();
    }
}
