using NewsHub.Articles;
using NewsHub.Articles.Lifecycle;
using NewsHub.Articles.LiveBlogs;
using NewsHub.Wire;
using Xunit;

namespace NewsHub.Tests.Articles;

public sealed class PostRulesTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 23, 21, 45, 0, TimeSpan.Zero);
    private static readonly Actor Harbour = new("harbour", MayEditOthers: false);
    private static readonly PartCounts Few = new(3, 1);

    private static readonly Article Live = new()
    {
        Id = "storm", Version = 2, Status = ArticleStatus.Published, Newsroom = "harbour", Headline = "Storm", Section = "world", CreatedAt = Now, UpdatedAt = Now,
        PublishedAt = Now, Topics = ["news", "section/world", "article/storm", "live"], Coverage = new Coverage { State = CoverageState.Live, StartedAt = Now },
    };

    private static readonly Post Published = new()
    {
        Id = "p", Coverage = "storm", Version = 1, State = PostState.Published, Title = "Wind", Body = "Strong.", BodyHtml = "<p>Strong.</p>", CreatedAt = Now,
        UpdatedAt = Now, PublishedAt = Now, At = Now, Position = Places.Of(7), Topics = ["article/storm"],
    };

    [Fact]
    public void A_published_post_is_announced_on_the_articles_topic_and_a_key_event_on_live_and_news_too()
    {
        var posted = Change(Decide(Live, null, New()));
        var key = Change(Decide(Live, Published, new MarkPost(true) { Actor = Harbour }));
        var unmarked = Change(Decide(Live, key.Next, new MarkPost(false) { Actor = Harbour }));

        Assert.Equal((EntryKind.Posted, PostState.Published, Now), (posted.Kind, posted.Next.State, posted.Next.At));
        Assert.Equal(["article/storm"], posted.Next.Topics);
        Assert.Equal(["article/storm", "live", "news"], key.Next.Topics);
        Assert.Equal(["article/storm", "live", "news"], unmarked.Next.Topics); // readers who saw the key event see that it is none
        Assert.Equal(["posts/storm", "key-posts/storm"], PostRules.ListedUnder(key.Next));
    }

    [Theory]
    [InlineData(CoverageState.Planned)]
    [InlineData(CoverageState.Paused)]
    [InlineData(CoverageState.Ended)]
    public void Nothing_is_published_unless_the_live_blog_is_live(CoverageState state)
    {
        var article = Live with { Coverage = Live.Coverage! with { State = state } };

        Assert.Equal(RejectionReason.InvalidState, Refused(Decide(article, null, New())));
        Assert.Null(PostRules.Wake(article, Published with { State = PostState.Scheduled, PublishAt = Now }, Now));
    }

    [Fact]
    public void A_post_waits_for_its_time()
    {
        var scheduled = Change(Decide(Live, null, New(publishAt: Now.AddHours(1))));

        Assert.Equal((null, PostState.Scheduled), (scheduled.Kind, scheduled.Next.State));
        Assert.Null(PostRules.Wake(Live, scheduled.Next, Now.AddMinutes(59)));
        Assert.Equal((EntryKind.Posted, Now.AddHours(1)), Change(PostRules.Wake(Live, scheduled.Next, Now.AddHours(1))!) switch { var change => (change.Kind, change.Next.At) });
    }

    [Fact]
    public void Posts_and_scheduled_posts_are_bounded()
    {
        Assert.Equal(RejectionReason.InvalidState, Refused(Decide(Live, null, New(), new PartCounts(PostRules.MaxPosts, 0))));
        Assert.Equal(RejectionReason.InvalidState, Refused(Decide(Live, null, New(publishAt: Now.AddHours(1)), new PartCounts(500, PostRules.MaxScheduled))));
        Assert.NotNull(Change(Decide(Live, null, New(), new PartCounts(PostRules.MaxPosts - 1, PostRules.MaxScheduled))));
    }

    [Fact]
    public void A_struck_post_keeps_its_text_and_a_removed_one_nothing()
    {
        var struck = Change(Decide(Live, Published, new StrikePost("It was thunder.") { Actor = Harbour }));
        var removed = Change(Decide(Live, struck.Next, new RemovePost { Actor = Harbour }));

        Assert.Equal((EntryKind.PostStruck, "<p>Strong.</p>", "It was thunder."), (struck.Kind, struck.Next.ToCard().Html, struck.Next.ToCard().Reason));
        Assert.Equal(EntryKind.PostEdited, Change(Decide(Live, struck.Next, new UnstrikePost { Actor = Harbour })).Kind);
        Assert.Equal((EntryKind.PostRemoved, PostState.Removed), (removed.Kind, removed.Next.State));
        Assert.Equal((null, null, null), (removed.Next.Body, removed.Next.ToCard().Html, removed.Next.ToCard().Title));
        Assert.Equal(RejectionReason.Gone, Refused(Decide(Live, removed.Next, new UnstrikePost { Actor = Harbour })));
    }

    [Fact]
    public void Posts_of_a_withheld_article_can_only_be_removed_and_nobody_is_told()
    {
        var withheld = Live with { Status = ArticleStatus.Withheld };

        Assert.Equal(RejectionReason.InvalidState, Refused(Decide(withheld, null, New())));
        Assert.Equal(RejectionReason.InvalidState, Refused(Decide(withheld, Published, new StrikePost("No.") { Actor = Harbour })));
        Assert.Null(Change(Decide(withheld, Published, new RemovePost { Actor = Harbour })).Kind);
        Assert.Equal(RejectionReason.Gone, Refused(Decide(Live with { Status = ArticleStatus.Killed }, Published, new RemovePost { Actor = Harbour })));
    }

    [Fact]
    public void Only_the_articles_newsroom_and_editors_post()
    {
        Assert.Equal(RejectionReason.Forbidden, Refused(Decide(Live, null, New() with { Actor = new Actor("garden", false) })));
        Assert.NotNull(Change(Decide(Live, null, New() with { Actor = new Actor("editors", true) })));
        Assert.Equal(RejectionReason.InvalidState, Refused(Decide(Live with { Coverage = null }, null, New())));
        Assert.Equal(RejectionReason.NotFound, Refused(Decide(null, null, New())));
        Assert.Equal(RejectionReason.Stale, Refused(Decide(Live, Published, new PublishPost { Actor = Harbour, IfVersion = 7 })));
    }

    [Fact]
    public void A_live_blog_starts_pauses_ends_and_is_reopened()
    {
        var planned = Live with { Coverage = new Coverage { State = CoverageState.Planned } };
        var started = Coverage(planned, CoverageAction.Start);
        var paused = Coverage(started, CoverageAction.Pause, Now.AddMinutes(30));
        var again = Coverage(paused, CoverageAction.Start, Now.AddHours(1));
        var ended = Coverage(again, CoverageAction.End, Now.AddHours(2));
        var reopened = Coverage(ended, CoverageAction.Reopen, Now.AddHours(3));

        Assert.Equal([CoverageState.Live, CoverageState.Paused, CoverageState.Live, CoverageState.Ended, CoverageState.Live],
            new[] { started, paused, again, ended, reopened }.Select(article => article.Coverage!.State));
        Assert.Equal((Now, Now.AddHours(2), null), (reopened.Coverage!.StartedAt, ended.Coverage!.EndedAt, reopened.Coverage.EndedAt));
        Assert.Equal([true, false, false, true, false], new[] { started, paused, again, ended, reopened }.Select(article => ArticleTopics.OfEntry(article, EntryKind.CoverageChanged).Contains(Topic.News)));
        Assert.IsType<Decision.Refused>(ArticleRules.Decide("storm", ended, new ChangeCoverage(CoverageAction.Pause) { Actor = Harbour }, Now));
    }

    [Fact]
    public void A_live_blog_ends_by_itself()
    {
        var article = Live with { Coverage = Live.Coverage! with { EndsAt = Now.AddHours(1) } };

        Assert.Equal(Now.AddHours(1), ArticleRules.DueAt(article));
        Assert.Null(ArticleRules.Wake(article, Now));
        var ended = Assert.IsType<Decision.Change>(ArticleRules.Wake(article, Now.AddHours(1)));
        Assert.Equal((EntryKind.CoverageChanged, CoverageState.Ended, null), (ended.Kind, ended.Next.Coverage!.State, ArticleRules.DueAt(ended.Next)));
    }

    private static Article Coverage(Article article, CoverageAction action, DateTimeOffset? at = null) =>
        Assert.IsType<Decision.Change>(ArticleRules.Decide("storm", article, new ChangeCoverage(action) { Actor = Harbour }, at ?? Now)).Next;

    private static CreatePost New(DateTimeOffset? publishAt = null) =>
        new(new PostDraft { Body = "Strong.", BodyHtml = "<p>Strong.</p>", Status = PostStatus.Published, PublishAt = publishAt }) { Actor = Harbour };

    private static PostDecision Decide(Article? article, Post? current, PostCommand command, PartCounts? counts = null) =>
        PostRules.Decide(article, "p", current, command, counts ?? Few, Now);

    private static PostDecision.Change Change(PostDecision decision) => Assert.IsType<PostDecision.Change>(decision);

    private static RejectionReason Refused(PostDecision decision) => Assert.IsType<PostDecision.Refused>(decision).Reason;
}
