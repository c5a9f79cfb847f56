using NewsHub.Articles.Lifecycle;
using Orleans.Concurrency;

namespace NewsHub.Articles;

/// <summary>Owns one article. The grain key is the article's id.</summary>
[Alias("articles.article-grain")]
public interface IArticleGrain : IGrainWithStringKey
{
    /// <summary>Returns the article in any status; null when it does not exist.</summary>
    [AlwaysInterleave, Alias("get")]
    Task<Article?> Get();

    /// <summary>Executes a command and stores the change, together with its wire entry, before it returns.</summary>
    [Alias("do")]
    Task<CommandOutcome> Do(ArticleCommand command);

    /// <summary>Executes what is due: a scheduled release or the end of an alert.</summary>
    [Alias("wake")]
    Task Wake();
}
