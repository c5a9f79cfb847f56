using NewsHub.Articles.Lifecycle;

namespace NewsHub.Articles;

/// <summary>
/// Creates articles, at the hub that was asked: what does not exist yet has no owner to be found, placed and entered in the cluster's
/// directory. One grain, key 0, on every silo.
/// </summary>
[Alias("articles.creator-grain")]
public interface IArticleCreatorGrain : IGrainWithIntegerKey
{
    /// <summary>Stores the first version of an article, with the entry that tells readers, before it answers.</summary>
    /// <param name="id">The article's, of the newsroom's choice or new.</param>
    [Alias("create")]
    Task<CommandOutcome> Create(string id, Create command);
}
