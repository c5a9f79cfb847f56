namespace NewsHub.Client;

/// <summary>The newest posts of a live blog, as <see cref="NewsWire.ListPosts"/> reads them.</summary>
/// <param name="Posts">The posts, in the blog's order.</param>
/// <param name="Pinned">The post to show above all others; null for none.</param>
/// <param name="Coverage">The live blog.</param>
/// <param name="Cursor">The position on the wire at which the list was read; open a wire with it to miss nothing.</param>
/// <param name="Next">The address of the page that follows in the blog's order, relative to the hub; null if there is none.</param>
/// <param name="Previous">The address of the page before, relative to the hub; null if there is none. Older posts are there if the oldest come first.</param>
public sealed record PostList(IReadOnlyList<Post> Posts, Post? Pinned, Coverage Coverage, string Cursor, string? Next, string? Previous = null)
{
    /// <summary>True if the hub has posts older than these.</summary>
    internal bool HasOlder => (Coverage.Order is PostOrder.Oldest ? Previous : Next) is not null;
}
