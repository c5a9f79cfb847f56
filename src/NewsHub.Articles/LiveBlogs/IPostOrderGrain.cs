using NewsHub.Articles.Lifecycle;

namespace NewsHub.Articles.LiveBlogs;

/// <summary>Moves the posts of one live blog, one after the other, so that no two get the same place. The grain key is the article's id.</summary>
[Alias("articles.post-order")]
internal interface IPostOrderGrain : IGrainWithStringKey
{
    /// <summary>Moves a post.</summary>
    /// <param name="post">Its id.</param>
    /// <param name="after">The id of the post that it follows in time; null places it before all others.</param>
    /// <param name="command">The command to execute; this grain determines its place.</param>
    [Alias("move")]
    Task<CommandOutcome> Move(string post, string? after, MovePost command);
}
