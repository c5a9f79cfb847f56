using System.Net.Http.Headers;
using NewsHub.Traffic.Load;
using NewsHub.Traffic.Load.Checking;
using NewsHub.Traffic.Load.Servers;

namespace NewsHub.Traffic.Cluster;

/// <summary>Measures how long articles cannot be changed through the other hubs after a hub is killed without notice.</summary>
internal sealed class KillTrial(HubGroup hubs, TimeProvider time)
{
    /// <summary>Published through every hub in turn, so that each hub owns the same number.</summary>
    private const int Articles = 75;

    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan RetryInterval = TimeSpan.FromMilliseconds(20);

    private static long _articles = Random.Shared.NextInt64(1_000_000_000);

    private readonly LoadStory _story = new("news", isBare: false);

    /// <summary>Returns the time from the kill until every article was corrected through another hub.</summary>
    public async Task<TimeSpan> Run(CancellationToken stop)
    {
        using var http = new HttpClient { Timeout = Timeout };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", hubs.Target.Key);
        long[] articles = [.. Enumerable.Range(0, Articles).Select(_ => Interlocked.Increment(ref _articles))];
        await SendAll(hubs.Target, LoadCommandKind.Publish, time.GetTimestamp());

        var since = time.GetTimestamp();
        await SendAll(await hubs.KillOne(), LoadCommandKind.Correct, since);
        return time.GetElapsedTime(since);

        Task SendAll(LoadTarget target, LoadCommandKind kind, long begun) =>
            Task.WhenAll(articles.Select((article, n) => SendUntilAcknowledged(http, target.Endpoints[n % target.Endpoints.Count], kind, article, begun, stop)));
    }

    private async Task SendUntilAcknowledged(HttpClient http, Uri endpoint, LoadCommandKind kind, long article, long since, CancellationToken stop)
    {
        var key = Guid.NewGuid().ToString("N");
        while (true)
        {
            using var request = _story.Request(kind, new ArticleMark(since, article));
            request.RequestUri = new Uri(endpoint, request.RequestUri!);
            request.Headers.Add("Idempotency-Key", key);
            using var response = await http.SendAsync(request, stop);
            if (response.IsSuccessStatusCode) return;
            if ((int)response.StatusCode < 500 || time.GetElapsedTime(since) > Timeout)
                throw new Hub.HubException($"{request.RequestUri} answered {(int)response.StatusCode}: {await response.Content.ReadAsStringAsync(stop)}");
            await Task.Delay(RetryInterval, time, stop);
        }
    }
}
