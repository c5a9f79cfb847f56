using NewsHub.Articles.Lifecycle;
using Orleans.Concurrency;

namespace NewsHub.Articles;

/// <summary>Owns one article; its key is the article's id.</summary>
[Alias("articles.article-grain")]
public interface IArticleGrain : IGrainWithStringKey
{
    /// <summary>The article, whatever its status; null: there is none.</summary>
    [AlwaysInterleave, Alias("get")]
    Task<Article?> Get();

    /// <summary>Carries out an order and stores its effect, with the entry that tells readers, before it answers.</summary>
    [Alias("do")]
    Task<CommandOutcome> Do(ArticleCommand command);

    /// <summary>Acts on what has come due: a release, the end of an alert.</summary>
    [Alias("wake")]
    Task Wake();
}
