using NewsHub.Articles.LiveBlogs;
using NewsHub.Wire;
using Xunit;

namespace NewsHub.Tests.Articles;

public sealed class LiveBlogTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);
    private static readonly LiveBlog Empty = new() { Cursor = new Cursor("7f3a90c1", 1), Newest = [], KeyPosts = [], Count = 0, KeyCount = 0 };

    [Fact]
    public void Posts_are_added_changed_and_removed_in_the_order_of_their_positions()
    {
        var blog = Apply(Empty, Entry(2, EntryKind.Posted, "a", 1), Entry(3, EntryKind.Posted, "b", 1, key: true), Entry(4, EntryKind.PostEdited, "a", 2, place: 2, key: true));

        Assert.Equal(["b", "a"], blog.Newest.Select(post => post.Id));
        Assert.Equal(["b", "a"], blog.KeyPosts.Select(post => post.Id));
        Assert.Equal((2, 2), (blog.Count, blog.KeyCount));
        var rest = Apply(blog, Entry(5, EntryKind.PostRemoved, "b", 2));
        Assert.Equal(("a", 1, 1), (Assert.Single(rest.Newest).Id, rest.Count, rest.KeyCount));
        Assert.Equal(5, rest.Cursor.Sequence);
    }

    [Fact]
    public void An_entry_that_was_read_from_the_store_has_no_effect()
    {
        var blog = Apply(Empty, Entry(2, EntryKind.Posted, "a", 1), Entry(3, EntryKind.PostEdited, "a", 2, place: 2));

        Assert.Equal((1, 2), Apply(blog, Entry(2, EntryKind.Posted, "a", 1)) switch { var again => (again.Count, again.Newest[0].Version) });
    }

    [Fact]
    public void Posts_are_read_again_after_what_memory_does_not_show()
    {
        var blog = Apply(Empty, Entry(2, EntryKind.Posted, "a", 1)) with { PinnedId = "a" };

        Assert.Null(blog.Apply(Entry(3, EntryKind.PostEdited, "older", 5, place: 1)));
        Assert.Null(blog.Apply(Entry(3, EntryKind.PostEdited, "a", 2, place: 1))); // moved
        Assert.Null(blog.Apply(Entry(3, EntryKind.PostRemoved, "a", 2))); // the pinned one
        Assert.Null(blog.Apply(Article(3, EntryKind.Withheld, null)));
        Assert.Null(blog.Apply(Article(3, EntryKind.Published, new Coverage { State = CoverageState.Live, Pinned = "a" }))); // posts may have been removed while it was withheld
        Assert.Null(blog.Apply(Article(3, EntryKind.CoverageChanged, new Coverage { State = CoverageState.Live, Pinned = "b" })));
        Assert.NotNull(blog.Apply(Article(3, EntryKind.CoverageChanged, new Coverage { State = CoverageState.Paused, Pinned = "a" })));
    }

    [Fact]
    public void The_newest_posts_stay_in_memory()
    {
        var blog = Apply(Empty, [.. Enumerable.Range(2, 100).Select(n => Entry(n, EntryKind.Posted, $"p{n}", 1))]);

        Assert.Equal((LiveBlog.MaxNewest, 100, "p101"), (blog.Newest.Length, blog.Count, blog.Newest[0].Id));
        var removals = 0;
        for (var next = blog; next is not null; removals++) next = next.Apply(Entry(1000 + removals, EntryKind.PostRemoved, $"p{101 - removals}", 2));
        Assert.Equal(21, removals); // 40 are left of 60; the next removal reads the store again
    }

    private static LiveBlog Apply(LiveBlog blog, params Entry[] entries) => entries.Aggregate(blog, (next, entry) => next.Apply(entry)!);

    private static Entry Entry(int seq, EntryKind kind, string id, int version, int? place = null, bool key = false) => new()
    {
        Cursor = new Cursor("7f3a90c1", seq), Kind = kind, At = Noon, Topics = ["article/storm"], Article = WireArticle.Bare("storm", 1), Part = new Part($"storm/{id}", version),
        Post = new WirePost
        {
            Id = id, Version = version, State = kind is EntryKind.PostRemoved ? PostState.Removed : PostState.Published, Key = key, Url = $"/articles/storm/posts/{id}",
            Position = kind is EntryKind.PostRemoved ? null : Places.Of(place ?? seq),
        },
    };

    private static Entry Article(int seq, EntryKind kind, Coverage? coverage) => new()
    {
        Cursor = new Cursor("7f3a90c1", seq), Kind = kind, At = Noon, Topics = ["article/storm"], Article = WireArticle.Bare("storm", 2) with { Coverage = coverage },
    };
}
