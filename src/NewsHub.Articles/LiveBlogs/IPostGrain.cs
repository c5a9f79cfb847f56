using NewsHub.Articles.Lifecycle;
using Orleans.Concurrency;

namespace NewsHub.Articles.LiveBlogs;

/// <summary>Owns one post of a live blog. The grain key is the id of the post's subject: <c>{article}/{post}</c>.</summary>
[Alias("articles.post-grain")]
internal interface IPostGrain : IGrainWithStringKey
{
    /// <summary>Returns the post in any state; null when it does not exist.</summary>
    [AlwaysInterleave, Alias("get")]
    Task<Post?> Get();

    /// <summary>Executes a command and stores the change, together with its wire entry, before it returns.</summary>
    [Alias("do")]
    Task<CommandOutcome> Do(PostCommand command);

    /// <summary>Publishes the post if it is due.</summary>
    [Alias("wake")]
    Task Wake();
}
