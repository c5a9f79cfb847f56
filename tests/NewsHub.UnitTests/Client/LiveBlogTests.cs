using NewsHub.Client;
using NewsHub.Client.Transports;
using Xunit;

namespace NewsHub.Tests.Client;

public sealed class LiveBlogTests
{
    private static readonly Coverage Live = new() { State = CoverageState.Live };

    [Fact]
    public void Golden_posts_are_shown_corrected_struck_and_removed()
    {
        var blog = Loaded();

        Assert.True(blog.Apply(Golden.OfLiveBlog("posted")));
        Assert.Equal("The ferry is in sight", Assert.Single(blog.Posts).Title);
        foreach (var kind in new[] { "postEdited", "postCorrected", "postStruck" }) Assert.True(blog.Apply(Golden.OfLiveBlog(kind)));
        Assert.Equal((PostState.Struck, "It was another ship."), (blog.Posts[0].State, blog.Posts[0].Reason));
        Assert.False(blog.Apply(Golden.OfLiveBlog("postEdited"))); // an earlier version
        Assert.True(blog.Apply(Golden.OfLiveBlog("postRemoved")));
        Assert.Empty(blog.Posts);
        Assert.True(blog.Apply(Golden.OfLiveBlog("coverageChanged")));
        Assert.Equal(CoverageState.Ended, blog.Coverage!.State);
    }

    [Fact]
    public void Posts_are_in_the_order_of_the_blog_and_the_oldest_are_dropped()
    {
        var blog = Loaded(capacity: 3, Post("a", 1, 10), Post("b", 1, 20));
        foreach (var position in new[] { 40, 30, 50 }) blog.Apply(Entry(Post($"p{position}", 1, position)));

        Assert.Equal(["p50", "p40", "p30"], blog.Posts.Select(post => post.Id));
        Assert.False(blog.Apply(Entry(Post("b", 2, 20)))); // older than what is kept
        blog.Apply(Entry(Post("p50", 2, 35)));
        Assert.Equal(["p40", "p50", "p30"], blog.Posts.Select(post => post.Id));
        blog.Apply(Golden.OfLiveBlog("coverageChanged") with { Article = Golden.Published.Article with { Version = 9, Coverage = Live with { Order = PostOrder.Oldest, Pinned = "p30" } } });
        Assert.Equal(["p30", "p50", "p40"], blog.Posts.Select(post => post.Id));
        Assert.Equal("p30", blog.Pinned!.Id);
    }

    [Fact]
    public void Entries_that_arrive_before_the_list_are_applied_after_it()
    {
        var blog = new LiveBlog("ferry-returns");
        Assert.False(blog.Apply(Entry(Post("a", 2, 10))));
        Assert.False(blog.Apply(Entry(Post("b", 1, 20))));

        blog.Load(new PostList([Post("a", 1, 10)], null, Live, "7f3a90c1.60", null));

        Assert.Equal([("b", 1), ("a", 2)], blog.Posts.Select(post => (post.Id, post.Version)));
    }

    [Fact]
    public void Nothing_of_a_withdrawn_article_is_left()
    {
        var blog = Loaded(3, Post("a", 1, 10));

        Assert.True(blog.Apply(Golden.Killed with { Article = Golden.Killed.Article with { Id = "ferry-returns" } }));
        Assert.Empty(blog.Posts);
    }

    [Theory]
    [InlineData("postStruck", true)]
    [InlineData("postRemoved", true)]
    [InlineData("posted", false)]
    [InlineData("postCorrected", false)]
    public void A_paused_reader_gets_what_is_struck_or_removed(string kind, bool isDelivered)
    {
        var session = new Session(new HashSet<string> { "article/ferry-returns" }, "7f3a90c1.60");
        session.Pause();

        Assert.Equal(isDelivered, session.Accept(new Message.NewsReceived(Golden.OfLiveBlog(kind))) is not null);
    }

    private static LiveBlog Loaded(int capacity = 150, params Post[] posts)
    {
        var blog = new LiveBlog("ferry-returns", capacity);
        blog.Load(new PostList(posts, null, Live, "7f3a90c1.60", null));
        return blog;
    }

    private static Post Post(string id, int version, long position) =>
        new() { Id = id, Version = version, State = PostState.Published, Position = position, Url = $"/articles/ferry-returns/posts/{id}" };

    private static Entry Entry(Post post) => Golden.OfLiveBlog("posted") with { Post = post };
}
