using System.Net.Http.Json;
using Microsoft.Extensions.Options;
using NewsHub.Wire;
using NewsHub.Wire.Outputs;

namespace NewsHub.Web.Caching;

/// <summary>
/// Asks a cache to remove the pages of articles that were withdrawn, redacted or corrected, and of posts that were removed, struck or corrected:
/// <c>POST {"tags":["news","article-old-ferry"]}</c>, once for the cluster. Any answer but 2xx is a failure, and the request is repeated.
/// </summary>
internal sealed class CachePurge(IHttpClientFactory clients, IOptions<PurgeOptions> options) : IWireOutput
{
    public string Name => "cache-purge";

    public async Task Handle(IReadOnlyList<Entry> entries, CancellationToken stopping)
    {
        string[] tags = [.. CacheTags.Of(entries.Where(IsUrgent).SelectMany(entry => entry.Topics)).Distinct()];
        if (tags.Length == 0) return;
        using var request = new HttpRequestMessage(HttpMethod.Post, options.Value.Url) { Content = JsonContent.Create(new { tags }) };
        if (options.Value.Authorization is { } authorization) request.Headers.TryAddWithoutValidation("Authorization", authorization);
        using var http = clients.CreateClient(nameof(CachePurge));
        using var response = await http.SendAsync(request, stopping);
        response.EnsureSuccessStatusCode();
    }

    private static bool IsUrgent(Entry entry) =>
        entry.ErasesUpTo > 0 || entry.Kind is EntryKind.Corrected or EntryKind.PostCorrected or EntryKind.PostStruck;
}
