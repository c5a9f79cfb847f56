using NewsHub.Articles.Lifecycle;
using NewsHub.Wire;
using Orleans.Placement;

namespace NewsHub.Articles.LiveBlogs;

/// <summary>
/// Owns one post, so that authors of a live blog never wait for each other. Each command is decided by <see cref="PostRules"/> with the article as its
/// grain knows it; the commit stores no entry if the article was withdrawn meanwhile.
/// </summary>
[CollectionAgeLimit(Minutes = 2)]
[PreferLocalPlacement]
internal sealed class PostGrain(PostStore posts, ArticleStore articles, WallClock clock) : SubjectGrain<Post>(clock), IPostGrain
{
    private string ArticleId => this.GetPrimaryKeyString().Split('/')[0];

    private string PostId => this.GetPrimaryKeyString().Split('/')[1];

    public async Task<Post?> Get()
    {
        await ReloadIfNeeded();
        if (Document is null) DeactivateOnIdle(); // a request for an unknown id must not keep an activation in memory
        return Document;
    }

    public async Task<CommandOutcome> Do(PostCommand command)
    {
        await (command is CreatePost ? Load() : ReloadIfNeeded()); // what is in memory may have been deleted with its article
        if (command.IdempotencyKey is { } key && await articles.FindRepeated(key) is { } repeated) return repeated;
        return await Execute(async now =>
        {
            var article = await FindArticle();
            var counts = article is not null && command is CreatePost or ReplacePost ? await posts.Count(ArticleId) : new PartCounts(0, 0); // others add none
            return ToPlan(article, PostRules.Decide(article, PostId, Document, command, counts, now), command.IdempotencyKey, now);
        }, command.IdempotencyKey) ?? throw new InvalidOperationException("The rules returned no decision for the command.");
    }

    public async Task Wake()
    {
        await ReloadIfNeeded();
        await Execute(async now =>
        {
            var article = await FindArticle();
            return PostRules.Wake(article, Document, now) is { } decision ? ToPlan(article, decision, null, now) : null;
        }, null);
    }

    protected override Task<Post?> Find() => posts.Find(ArticleId, PostId);

    // The draft article of a post may have been deleted, and its id be used again.
    protected override bool IsNewer(Post stored, Post? held) => stored.CreatedAt != held?.CreatedAt || stored.Version > held.Version;

    private Task<Article?> FindArticle() => GrainFactory.GetGrain<IArticleGrain>(ArticleId).Get();

    private Plan ToPlan(Article? article, PostDecision decision, IdempotencyKey? key, DateTimeOffset now) => decision switch
    {
        PostDecision.Refused refused => new Plan.Refuse(refused.Reason, refused.Detail),
        PostDecision.Change change => new Plan.Store(
            receipt => change.Next with { Position = change.Next.Position ?? (change.Kind is EntryKind.Posted ? Places.Of(receipt.Cursor!.Value.Sequence) : null) },
            () => posts.Commit(article!, Document, change, key, now)),
        _ => throw new InvalidOperationException($"Unexpected decision {decision}."),
    };
}
