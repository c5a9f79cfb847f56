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

        Assert.True(blog.Apply(Withheld(70)));

        Assert.Empty(blog.Posts);
        Assert.Equal((false, null, null), (blog.IsLoaded, blog.Coverage, blog.Article!.Headline));
    }

    [Fact]
    public void Entries_that_the_list_already_has_are_not_applied_again()
    {
        var waiting = new LiveBlog("ferry-returns");
        waiting.Apply(Withheld(65));
        waiting.Apply(Published(67));
        waiting.Apply(Coverage(68, CoverageState.Paused));
        waiting.Load(ListAt(69, Post("a", 1, 10)));
        Assert.Equal((true, "a", CoverageState.Live), (waiting.IsLoaded, Assert.Single(waiting.Posts).Id, waiting.Coverage!.State));

        Assert.False(waiting.Apply(Coverage(69, CoverageState.Ended)));
        Assert.True(waiting.Apply(Coverage(70, CoverageState.Ended)));
    }

    [Fact]
    public void A_blog_that_is_published_again_is_loaded_again()
    {
        var blog = Loaded(3, Post("a", 1, 10));
        blog.Apply(Withheld(70));
        blog.Load(ListAt(69, Post("a", 1, 10))); // read before
        Assert.False(blog.IsLoaded);
        blog.Load(ListAt(70, Post("a", 1, 10))); // the posts before, the cursor after
        Assert.False(blog.IsLoaded);
        blog.Apply(Published(72));
        blog.Apply(Entry(Post("c", 1, 30), 74));
        blog.Load(ListAt(69, Post("a", 1, 10)));
        Assert.Equal((false, 0), (blog.IsLoaded, blog.Posts.Count));

        blog.Load(ListAt(73, Post("b", 1, 20)));

        Assert.True(blog.IsLoaded);
        Assert.Equal(["c", "b"], blog.Posts.Select(post => post.Id));
        Assert.NotNull(blog.Article!.Headline);
    }

    [Fact]
    public void A_list_read_before_applied_entries_does_not_undo_them()
    {
        var blog = Loaded(150, Post("a", 1, 10), Post("b", 1, 20));
        blog.Apply(Entry(Post("b", 2, 20), 70));
        blog.Apply(Entry(Post("c", 1, 30), 71));
        blog.Apply(Removed("a", 72));

        blog.Load(ListAt(69, Post("a", 1, 10), Post("b", 1, 20)));
        Assert.Equal([("c", 1), ("b", 2)], blog.Posts.Select(post => (post.Id, post.Version)));

        blog.Load(ListAt(80, Post("c", 1, 30), Post("d", 1, 40)));
        blog.Load(ListAt(79, Post("c", 1, 30)));
        Assert.Equal(["d", "c"], blog.Posts.Select(post => post.Id));
    }

    [Fact]
    public void No_older_version_brings_a_removed_post_back()
    {
        var blog = Loaded();
        blog.Apply(Removed("a", 71)); // delivered at once to a paused reader, who gets the earlier entries afterwards

        Assert.False(blog.Apply(Entry(Post("a", 1, 10), 70)));
        blog.Load(ListAt(69, Post("a", 1, 10)) with { Pinned = Post("a", 1, 10) });

        Assert.Empty(blog.Posts);
        Assert.Null(blog.Pinned);
    }

    [Fact]
    public void A_list_with_too_many_entries_after_it_is_not_loaded()
    {
        var blog = new LiveBlog("ferry-returns", 500);
        for (var seq = 100; seq <= 300; seq++) blog.Apply(Entry(Post($"p{seq}", 1, seq), seq)); // one more than 200

        blog.Load(ListAt(99));
        Assert.Equal((false, 0), (blog.IsLoaded, blog.Posts.Count));
        blog.Load(ListAt(100, Post("p100", 1, 100)));
        Assert.Equal((true, 201), (blog.IsLoaded, blog.Posts.Count));
    }

    [Fact]
    public void A_list_of_a_restored_database_is_not_continued_with_entries_of_the_earlier_one()
    {
        var blog = Loaded(3, Post("a", 1, 10));
        blog.Apply(Entry(Post("lost", 1, 20), 70));
        var restored = new PostList([Post("a", 1, 10)], null, Live, "e90c1b2a.65", null);

        blog.Load(restored);
        Assert.False(blog.IsLoaded);
        blog.Load(restored);

        Assert.Equal("a", Assert.Single(blog.Posts).Id);
    }

    [Theory]
    [InlineData(PostOrder.Newest, "next", "a b")]
    [InlineData(PostOrder.Newest, "previous", "a b old")]
    [InlineData(PostOrder.Oldest, "previous", "b a")]
    [InlineData(PostOrder.Oldest, "next", "old b a")]
    public void A_post_older_than_the_list_is_left_out_if_the_hub_has_others_between(PostOrder order, string page, string shown)
    {
        var blog = new LiveBlog("ferry-returns");
        blog.Load(ListAt(60, Post("a", 1, 30), Post("b", 1, 20)) with
        {
            Coverage = Live with { Order = order },
            Next = page == "next" ? "/next" : null,
            Previous = page == "previous" ? "/previous" : null,
        });

        blog.Apply(Entry(Post("old", 1, 10), 70));

        Assert.Equal(shown, string.Join(' ', blog.Posts.Select(post => post.Id)));
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

    private static Entry Entry(Post post, long seq = 61) => At(Golden.OfLiveBlog("posted") with { Post = post }, seq);

    private static Entry Removed(string id, long seq) =>
        At(Golden.OfLiveBlog("postRemoved") with { Post = new Post { Id = id, Version = 2, State = PostState.Removed, Url = $"/articles/ferry-returns/posts/{id}" } }, seq);

    private static Entry Withheld(long seq) => At(Golden.Withheld with { Article = Golden.Withheld.Article with { Id = "ferry-returns", Version = 8 } }, seq);

    private static Entry Published(long seq) => At(Golden.Published with { Article = Golden.Published.Article with { Id = "ferry-returns", Version = 9 } }, seq);

    private static Entry Coverage(long seq, CoverageState state)
    {
        var entry = Golden.OfLiveBlog("coverageChanged");
        return At(entry with { Article = entry.Article with { Version = 10, Coverage = Live with { State = state } } }, seq);
    }

    private static Entry At(Entry entry, long seq) => entry with { Seq = seq, Cursor = $"7f3a90c1.{seq}" };

    private static PostList ListAt(long seq, params Post[] posts) => new(posts, null, Live, $"7f3a90c1.{seq}", null);
}
