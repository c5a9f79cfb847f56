using System.Net.Http.Headers;
using System.Net.Http.Json;
using NewsHub.Traffic.Hub;
using NewsHub.Traffic.Load.Servers;

namespace NewsHub.Traffic.Reads;

/// <summary>Publishes articles for a read test and queries their counts.</summary>
internal sealed class ReadArticles : IDisposable
{
    private readonly string _run = Guid.NewGuid().ToString("N")[..8];
    private readonly HttpClient _http;
    private int _last;

    public ReadArticles(LoadTarget hub)
    {
        _http = new HttpClient { BaseAddress = hub.Address };
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", hub.Key);
    }

    /// <summary>Publishes one article; returns its id.</summary>
    public async Task<string> Publish(CancellationToken stop)
    {
        var id = $"read-{_run}-{++_last}";
        var article = new { headline = $"Article {_last} of a run of reads", section = "world", status = "published" };
        using var request = new HttpRequestMessage(HttpMethod.Put, $"/api/articles/{id}") { Content = JsonContent.Create(article) };
        request.Headers.IfNoneMatch.Add(EntityTagHeaderValue.Any);
        request.Headers.Add("Idempotency-Key", id);
        using var response = await _http.SendAsync(request, stop);
        return response.IsSuccessStatusCode ? id : throw new HubException($"The hub refused an article: {await response.Content.ReadAsStringAsync(stop)}");
    }

    /// <summary>The number of reads that the hub has counted for these articles.</summary>
    public async Task<long> Counted(IEnumerable<string> ids, CancellationToken stop)
    {
        var reads = 0L;
        foreach (var id in ids) reads += (await _http.GetFromJsonAsync<Counted>($"/api/articles/{id}/counts", stop))?.Reads ?? 0;
        return reads;
    }

    public void Dispose() => _http.Dispose();
}

/// <summary>The counts of an article that this tool uses.</summary>
internal sealed record Counted(long Reads);
