namespace NewsHub.Articles.LiveBlogs;

/// <summary>The lists of a live blog's posts in the store. Nobody subscribes to them.</summary>
internal static class PostLists
{
    /// <summary>All public posts.</summary>
    public static string All(string articleId) => $"posts/{articleId}";

    /// <summary>Key events.</summary>
    public static string Key(string articleId) => $"key-posts/{articleId}";
}
