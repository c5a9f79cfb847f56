using NewsHub.Articles.Lifecycle;

namespace NewsHub.Articles;

/// <summary>
/// Creates articles on the silo that receives the request. A new article then needs no activation, placement or entry in the cluster's
/// directory. One stateless grain with key 0 on every silo.
/// </summary>
[Alias("articles.creator-grain")]
internal interface IArticleCreatorGrain : IGrainWithIntegerKey
{
    /// <summary>Stores the first version of an article, together with its wire entry, before it returns.</summary>
    /// <param name="id">The article's id, chosen by the newsroom or generated.</param>
    [Alias("create")]
    Task<CommandOutcome> Create(string id, Create command);
}
