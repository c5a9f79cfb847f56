using NewsHub.Articles.Lifecycle;
using NewsHub.Wire;

namespace NewsHub.Articles.LiveBlogs;

/// <summary>
/// The rules of posts, as pure functions:
/// <code>
/// draft ──publish──▶ published ──strike──▶ struck        any ──remove──▶ removed
///   └──publishAt──▶ scheduled ──at its time, while the live blog is live──▶ published ◀──unstrike── struck
/// </code>
/// </summary>
internal static class PostRules
{
    /// <summary>Posts of one live blog, removed ones included: 10,000 × about 2 KB = 20 MB.</summary>
    internal const int MaxPosts = 10_000;

    /// <summary>Posts of one live blog that wait for their time.</summary>
    internal const int MaxScheduled = 200;

    /// <summary>Corrections of one post: 100 × at most 2,000 characters.</summary>
    private const int MaxCorrections = 100;

    /// <summary>Decides the effect of <paramref name="command"/> at <paramref name="now"/>.</summary>
    /// <param name="article">The stored article; null when it does not exist.</param>
    /// <param name="current">The stored post; null when it does not exist.</param>
    /// <param name="counts">The posts that the live blog has. Authors who post at the same time can exceed a bound by one each.</param>
    public static PostDecision Decide(Article? article, string id, Post? current, PostCommand command, PartCounts counts, DateTimeOffset now) => (article, current) switch
    {
        (null, _) => Refuse(RejectionReason.NotFound, "There is no such article."),
        ({ Status: ArticleStatus.Killed }, _) => Refuse(RejectionReason.Gone, "The article was killed."),
        _ when !command.Actor.MayEditOthers && command.Actor.Newsroom != article.Newsroom =>
            Refuse(RejectionReason.Forbidden, $"The article belongs to the newsroom {article.Newsroom}."),
        ({ Coverage: null }, _) => Refuse(RejectionReason.InvalidState, "The article has no live blog; send \"coverage\":{} with PATCH to make it one."),
        (_, { State: PostState.Removed }) => Refuse(RejectionReason.Gone, "The post was removed."),
        (_, null) when command is not CreatePost => Refuse(RejectionReason.NotFound, "The live blog has no such post."),
        (_, not null) when command is CreatePost => Refuse(RejectionReason.Exists, "A post with this id already exists."),
        _ when command.IfVersion is { } expected && expected != current?.Version =>
            Refuse(RejectionReason.Stale, $"The post is at version {current?.Version}, which is not the expected one."),
        ({ Status: ArticleStatus.Withheld }, _) when command is not RemovePost => Refuse(RejectionReason.InvalidState, "The article is withheld; publish it first."),
        (_, null) => Create(article, id, ((CreatePost)command).Draft, counts, now),
        _ => Bounded(current, Change(article, current with { Version = current.Version + 1, UpdatedAt = now }, command, now), counts),
    };

    /// <summary>Decides what is due at <paramref name="now"/>: the publication of a scheduled post. Null when nothing is due.</summary>
    public static PostDecision? Wake(Article? article, Post? current, DateTimeOffset now) =>
        current is { State: PostState.Scheduled, PublishAt: var at } && !(at > now) && article is { IsPublic: true, Coverage.State: CoverageState.Live }
            ? Publish(article, current with { Version = current.Version + 1, UpdatedAt = now }, now)
            : null;

    /// <summary>The topics under which a post is listed; empty when it is not public.</summary>
    public static IReadOnlyList<string> ListedUnder(Post post) => !post.IsPublic ? []
        : post.Key ? [PostLists.All(post.Coverage), PostLists.Key(post.Coverage)]
        : [PostLists.All(post.Coverage)];

    private static PostDecision Create(Article article, string id, PostDraft draft, PartCounts counts, DateTimeOffset now)
    {
        if (counts.All >= MaxPosts) return Refuse(RejectionReason.InvalidState, $"The live blog has {counts.All} posts, the maximum; start another.");
        if (article.Coverage!.State is CoverageState.Ended) return Ended;
        var post = Apply(new Post { Id = id, Coverage = article.Id, Version = 1, State = PostState.Draft, CreatedAt = now, UpdatedAt = now }, draft);
        return Bounded(null, draft.Status is PostStatus.Published ? Release(article, post, now) : new PostDecision.Change(post, null), counts);
    }

    private static PostDecision Change(Article article, Post next, PostCommand command, DateTimeOffset now) => (command, next.State) switch
    {
        (RemovePost, _) => Remove(article, next),
        (ReplacePost { Draft.Status: PostStatus.Draft }, PostState.Published or PostState.Struck) =>
            Refuse(RejectionReason.InvalidState, "A published post cannot become a draft; strike or delete it instead."),
        (ReplacePost { Draft: var draft }, PostState.Published or PostState.Struck) => Announce(article, Apply(next, draft) with { EditedAt = now }, EntryKind.PostEdited),
        (ReplacePost { Draft.Status: PostStatus.Published } replace, _) => Release(article, Apply(next, replace.Draft), now),
        // Its time may have passed while the live blog is paused.
        (ReplacePost { Draft: { Status: null, PublishAt: not null } draft }, PostState.Scheduled) when article.Coverage!.State is not CoverageState.Live =>
            new PostDecision.Change(Apply(next, draft), null),
        (ReplacePost { Draft: { Status: null, PublishAt: not null } draft }, PostState.Scheduled) => Release(article, Apply(next, draft), now),
        (ReplacePost { Draft: var draft }, _) => new PostDecision.Change(Apply(next, draft) with { State = PostState.Draft }, null),
        (PublishPost, PostState.Draft or PostState.Scheduled) => Publish(article, next with { PublishAt = null }, now),
        (PublishPost, _) => Refuse(RejectionReason.InvalidState, "The post is already published."),
        (CorrectPost, PostState.Published) when next.Corrections.Count == MaxCorrections =>
            Refuse(RejectionReason.InvalidState, $"The post has the maximum of {MaxCorrections} corrections; write a new one."),
        (CorrectPost correct, PostState.Published) => Announce(
            article,
            (correct.Draft is { } draft ? Apply(next, draft) : next) with { EditedAt = now, Corrections = [.. next.Corrections, new Correction(now, correct.Note)] },
            EntryKind.PostCorrected),
        (CorrectPost, _) => Refuse(RejectionReason.InvalidState, "Only a published post can be corrected."),
        (StrikePost strike, PostState.Published) =>
            Announce(article, next with { State = PostState.Struck, Struck = new Strike(now, strike.Reason) }, EntryKind.PostStruck),
        (StrikePost, _) => Refuse(RejectionReason.InvalidState, "Only a published post can be struck."),
        (UnstrikePost, PostState.Struck) => Announce(article, next with { State = PostState.Published, Struck = null }, EntryKind.PostEdited),
        (UnstrikePost, _) => Refuse(RejectionReason.InvalidState, "The post is not struck."),
        (MarkPost mark, PostState.Published or PostState.Struck) => Announce(article, next with { Key = mark.Key }, EntryKind.PostEdited),
        (MarkPost mark, _) => new PostDecision.Change(next with { Key = mark.Key }, null),
        (MovePost { Place: 0 }, PostState.Published or PostState.Struck) => Refuse(RejectionReason.Stale, "The post was published meanwhile; try again."),
        (MovePost move, PostState.Published or PostState.Struck) => Announce(article, next with { Position = move.Place }, EntryKind.PostEdited, move.Place),
        (MovePost, _) => Refuse(RejectionReason.InvalidState, "Only a published post has a place; publish it first."),
        _ => throw new InvalidOperationException($"No rule for {command.GetType().Name}."),
    };

    // Publishes now, or at the time to come.
    private static PostDecision Release(Article article, Post next, DateTimeOffset now) => next.PublishAt > now
        ? article.Coverage!.State is CoverageState.Ended ? Ended : new PostDecision.Change(next with { State = PostState.Scheduled }, null)
        : Publish(article, next, now);

    private static PostDecision Publish(Article article, Post next, DateTimeOffset now) => article.Coverage!.State switch
    {
        CoverageState.Ended => Ended,
        CoverageState.Planned => Refuse(RejectionReason.InvalidState, "The live blog has not started; start it, or send publishAt."),
        CoverageState.Paused => Refuse(RejectionReason.InvalidState, "The live blog is paused; start it again, or send publishAt."),
        _ => Announce(article, next with { State = PostState.Published, PublishedAt = now, At = next.At ?? now }, EntryKind.Posted),
    };

    private static PostDecision Announce(Article article, Post next, EntryKind kind, long? movedTo = null)
    {
        if (!article.IsPublic) return Refuse(RejectionReason.InvalidState, "The article is not public; publish it first.");
        string[] topics = next.Key ? [Topic.Article(article.Id), Topic.Live, Topic.News] : [Topic.Article(article.Id)];
        return new PostDecision.Change(next with { Topics = [.. next.Topics.Union(topics)] }, kind) { MovedTo = movedTo };
    }

    private static PostDecision.Change Remove(Article article, Post next)
    {
        var tombstone = new Post
        {
            Id = next.Id, Coverage = next.Coverage, Version = next.Version, State = PostState.Removed, CreatedAt = next.CreatedAt, UpdatedAt = next.UpdatedAt,
            PublishedAt = next.PublishedAt, Topics = next.Topics,
        };
        // What a withheld article announces is erased already, and its pages are hidden.
        return new PostDecision.Change(tombstone, next.IsPublic && article.IsPublic ? EntryKind.PostRemoved : null);
    }

    private static PostDecision Bounded(Post? current, PostDecision decision, PartCounts counts) =>
        decision is PostDecision.Change { Next.State: PostState.Scheduled } && current?.State is not PostState.Scheduled && counts.Due >= MaxScheduled
            ? Refuse(RejectionReason.InvalidState, $"The live blog has {counts.Due} scheduled posts, the maximum.")
            : decision;

    private static Post Apply(Post post, PostDraft draft) => post with
    {
        Title = draft.Title,
        Body = draft.Body,
        BodyFormat = draft.BodyFormat,
        BodyHtml = draft.BodyHtml,
        Authors = draft.Authors,
        Label = draft.Label,
        Key = draft.Key,
        Image = draft.Image,
        Source = draft.Source,
        At = draft.At ?? post.At,
        PublishAt = draft.PublishAt,
    };

    private static PostDecision.Refused Ended => Refuse(RejectionReason.InvalidState, "The live blog has ended; reopen it first.");

    private static PostDecision.Refused Refuse(RejectionReason why, string detail) => new(why, detail);
}
