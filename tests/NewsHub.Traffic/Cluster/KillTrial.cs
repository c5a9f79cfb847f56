using System.Net.Http.Headers;
using NewsHub.Traffic.Load;
using NewsHub.Traffic.Load.Checking;
using NewsHub.Traffic.Load.Servers;

namespace NewsHub.Traffic.Cluster;

/// <summary>How long the death of a hub, of which nobody is told, keeps articles from being changed through the others.</summary>
internal sealed class KillTrial(HubGroup hubs, TimeProvider time)
{
    /// <summary>Published through every hub in turn, so that each owns as many.</summary>
    private const int Articles = 75;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    private static long _articles = Random.Shared.NextInt64(1_000_000_000);

    private readonly LoadStory _story = new("news", isBare: false);

    /// <summary>From the kill until every article had been corrected through another hub.</summary>
    public async Task<TimeSpan> Run(CancellationToken stop)
    {
        using var http = new HttpClient { Timeout = Patience };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", hubs.Target.Key);
        long[] articles = [.. Enumerable.Range(0, Articles).Select(_ => Interlocked.Increment(ref _articles))];
        await All(hubs.Target, LoadCommandKind.Publish, time.GetTimestamp());

        var since = time.GetTimestamp();
        await All(await hubs.KillOne(), LoadCommandKind.Correct, since);
        return time.GetElapsedTime(since);

        Task All(LoadTarget target, LoadCommandKind kind, long begun) =>
            Task.WhenAll(articles.Select((article, n) => Insist(http, target.Doors[n % target.Doors.Count], kind, article, begun, stop)));
    }

    private async Task Insist(HttpClient http, Uri door, LoadCommandKind kind, long article, long since, CancellationToken stop)
    {
        var key = Guid.NewGuid().ToString("N");
        while (true)
        {
            using var request = _story.Request(kind, new ArticleMark(since, article));
            request.RequestUri = new Uri(door, request.RequestUri!);
            request.Headers.Add("Idempotency-Key", key);
            using var response = await http.SendAsync(request, stop);
            if (response.IsSuccessStatusCode) return;
            if ((int)response.StatusCode < 500 || time.GetElapsedTime(since) > Patience)
                throw new Hub.HubException($"{request.RequestUri} answered {(int)response.StatusCode}: {await response.Content.ReadAsStringAsync(stop)}");
            await Task.Delay(Pause, time, stop);
        }
    }
}
