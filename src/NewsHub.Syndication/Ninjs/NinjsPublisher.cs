using NewsHub.Articles;
using NewsHub.Syndication.Documents;
using NewsHub.Syndication.Feeds;

namespace NewsHub.Syndication.Ninjs;

/// <summary>Renders the ninjs documents of articles, once per version of an article.</summary>
internal sealed class NinjsPublisher(ArticleCache articles, DocumentCache documents, Sections sections)
{
    /// <summary>Returns the document of an article as it is now; null for one that was never public.</summary>
    /// <param name="version">The version of the article that the caller knows to exist; 0 if it knows none.</param>
    public async ValueTask<Document?> Get(string id, int version, NinjsVersion ninjs, SiteAddress site)
    {
        if (await articles.FindReleased(id, version) is not { } released) return null;
        return await documents.Get(
            new DocumentKey(site, NinjsApi.PathOf(ninjs, id)), async () => await articles.FindReleased(id, version) ?? released,
            article => Task.FromResult(Document.Of(article, ninjs.Write(NinjsItem.Of(article, site, sections, ninjs)), NinjsVersion.ContentType, article.UpdatedAt)));
    }
}
