using System.Text.Json;
using NewsHub.Wire;

namespace NewsHub.Articles.Latest;

/// <summary>
/// Reads an article of any status by its id. Grains answer for the latest articles; the store answers for all others, so that a request for an
/// invented id activates no grain.
/// </summary>
public sealed class ArticleReader(LatestArticles latest, IWireStore store, IGrainFactory grains)
{
    /// <summary>Returns null if there is no article with this id.</summary>
    public async Task<Article?> Find(string id)
    {
        if (latest.IsReady && latest.Current.Find(id) is not null) return await grains.GetGrain<IArticleGrain>(id).Get();
        return await store.FindDocument(id) is { } stored ? JsonSerializer.Deserialize(stored.Document.Span, ArticleJson.Default.Article) : null;
    }
}
