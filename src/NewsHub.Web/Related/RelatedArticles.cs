using System.Runtime.CompilerServices;
using NewsHub.Articles;
using NewsHub.Articles.Latest;
using NewsHub.Wire;

namespace NewsHub.Web.Related;

/// <summary>Finds what to offer beside an article: among the latest articles, and in the store what is older.</summary>
internal sealed class RelatedArticles(IWireStore store)
{
    /// <summary>Tags of an article that are looked up in the store.</summary>
    private const int MaxTags = 3;

    /// <summary>Articles of one tag that are compared.</summary>
    private const int MaxPerTag = 30;

    /// <summary>Recommended articles that are looked up in the store, because they are no longer among the latest.</summary>
    private const int MaxOlder = 8;

    /// <summary>One index per snapshot, built when the first article page based on it is requested.</summary>
    private readonly ConditionalWeakTable<LatestArticlesSnapshot, RelatedIndex> _indexes = [];

    /// <summary>Articles on the same subject, most similar first. The store is asked when the latest articles do not fill the list.</summary>
    public async Task<IReadOnlyList<WireArticle>> Find(Article article, LatestArticlesSnapshot latest, CancellationToken stopping)
    {
        var terms = Terms.Of(article.Tags, article.Headline, article.Summary);
        var index = _indexes.GetValue(latest, key => RelatedIndex.Of(key.Articles.Select(listed => listed.Article)));
        List<WireArticle> found = [.. index.Find(terms)];
        if (latest.IsComplete || found.Count > Recommendations.ListLength) return found;
        var older = new Dictionary<string, WireArticle>();
        foreach (var tag in article.Tags.Take(MaxTags))
            foreach (var listed in await store.ListPublic([Topic.Tag(tag)], ListPosition.Newest, MaxPerTag, stopping))
                older.TryAdd(listed.Article.Id, listed.Article);
        return [.. found, .. RelatedIndex.Of(older.Values).Find(terms)];
    }

    /// <summary>The public articles with these ids, in this order.</summary>
    public async Task<IReadOnlyList<WireArticle>> FindPublic(IEnumerable<string> ids, LatestArticlesSnapshot latest, CancellationToken stopping)
    {
        List<WireArticle> found = [];
        var older = 0;
        foreach (var id in ids)
            if (latest.Find(id) is { } article) found.Add(article);
            else if (!latest.IsComplete && older++ < MaxOlder && await store.FindPublic(id, stopping) is { } stored) found.Add(stored);
        return found;
    }
}
