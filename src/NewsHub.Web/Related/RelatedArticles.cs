using NewsHub.Articles;
using NewsHub.Articles.Latest;
using NewsHub.Wire;

namespace NewsHub.Web.Related;

/// <summary>Finds what to offer beside an article: among the latest articles, and in the store what is older.</summary>
internal sealed class RelatedArticles(IWireStore store, RelatedFollower follower, TimeProvider time)
{
    /// <summary>Articles of a list that are looked up in the store, because they are no longer among the latest.</summary>
    private const int MaxOlder = 8;

    /// <summary>Articles that the index gives for one list; those that the page shows elsewhere leave it.</summary>
    private const int MaxFound = 3 * Recommendations.ListLength;

    /// <summary>How long a page waits for the index, which is behind only while the hub starts. After that it offers what the index has.</summary>
    private static readonly TimeSpan MaxWait = TimeSpan.FromMilliseconds(300);

    /// <summary>Articles on the same subject, most similar first. They are public now, whatever the index knows.</summary>
    public async Task<IReadOnlyList<WireArticle>> Find(Article article, LatestArticlesSnapshot latest, CancellationToken stopping)
    {
        await follower.WaitFor(latest.Cursor.Sequence, stopping).WaitAsync(MaxWait, time, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        stopping.ThrowIfCancellationRequested();
        var terms = Terms.Of(article.Tags, article.Headline, article.Summary, article.Language);
        return await FindPublic(follower.Index.Find(terms, article.Id, MaxFound), latest, stopping);
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
