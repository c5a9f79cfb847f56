using NewsHub.Wire;

namespace NewsHub.Web.LiveBlogs;

/// <summary>The posts that a page of a live blog shows.</summary>
/// <param name="View">What the address asks for.</param>
/// <param name="Order">The order of the page.</param>
/// <param name="Posts">In the order of the page.</param>
/// <param name="NewerAfter">The position after which newer posts follow; null if there are none.</param>
/// <param name="OlderBefore">The position before which older posts follow; null if there are none.</param>
/// <param name="Newest">The newest posts of the live blog, the newest first, whatever the page shows.</param>
/// <param name="KeyEvents">The newest first.</param>
/// <param name="Pinned">The post above all others; null for none.</param>
/// <param name="Marked">The id of the post that the address names; null for none.</param>
/// <param name="Cursor">Every entry up to this one is in the page.</param>
public sealed record BlogPage(
    BlogView View, PostOrder Order, IReadOnlyList<WirePost> Posts, long? NewerAfter, long? OlderBefore,
    IReadOnlyList<WirePost> Newest, IReadOnlyList<WirePost> KeyEvents, WirePost? Pinned, string? Marked, Cursor Cursor)
{
    /// <summary>Where new posts come on this page; null when they come on another.</summary>
    public string? NewEnd => NewerAfter is not null ? null : Order is PostOrder.Newest ? "top" : "bottom";

    /// <summary>The page with the newest posts, which new ones join.</summary>
    /// <param name="order">The order of the live blog.</param>
    public BlogView NewestView(PostOrder order) => BlogView.First with { Order = order is PostOrder.Newest ? null : PostOrder.Newest, IsKeyOnly = View.IsKeyOnly };

    /// <summary>The page that a reader reads next; null on the last.</summary>
    public BlogView? Next => Order is PostOrder.Newest ? Older : Newer;

    /// <summary>The page that a reader has read before; null on the first.</summary>
    public BlogView? Previous => Order is PostOrder.Newest ? Newer : Older;

    private BlogView? Older => OlderBefore is { } before ? View with { Before = before, After = null } : null;

    private BlogView? Newer => NewerAfter is { } after ? View with { After = after, Before = null } : null;
}
