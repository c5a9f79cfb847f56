using NewsHub.Articles.Lifecycle;
using NewsHub.Wire;
using Orleans.Placement;

namespace NewsHub.Articles;

/// <summary>
/// Owns one article. Each command is decided by <see cref="ArticleRules"/> and stored in one commit, which also notifies the wire. Placed on the silo
/// that first calls it.
/// </summary>
[CollectionAgeLimit(Minutes = 2)] // frees memory soon after a burst of commands
[PreferLocalPlacement]
internal sealed class ArticleGrain(ArticleStore articles, WallClock clock) : SubjectGrain<Article>(clock), IArticleGrain
{
    public async Task<Article?> Get()
    {
        await ReloadIfNeeded();
        if (Document is null) DeactivateOnIdle(); // a request for an unknown id must not keep an activation in memory
        return Document;
    }

    public async Task<CommandOutcome> Do(ArticleCommand command)
    {
        await ReloadIfNeeded();
        if (command.IdempotencyKey is { } key && await articles.FindRepeated(key) is { } repeated) return repeated;
        return await Execute(now => ArticleRules.Decide(this.GetPrimaryKeyString(), Document, command, now), command.IdempotencyKey)
            ?? throw new InvalidOperationException("The rules returned no decision for the command.");
    }

    public async Task Wake()
    {
        await ReloadIfNeeded();
        while (Document is { } article && await Execute(now => ArticleRules.Wake(article, now), null) is CommandOutcome.Done) { }
    }

    protected override Task<Article?> Find() => articles.Find(this.GetPrimaryKeyString());

    // An id may have been used again.
    protected override bool IsNewer(Article stored, Article? held) => stored.CreatedAt != held?.CreatedAt || stored.Version > held.Version;

    private Task<CommandOutcome?> Execute(Func<DateTimeOffset, Decision?> decide, IdempotencyKey? key) =>
        base.Execute(now => Task.FromResult(ToPlan(decide(now), key, now)), key);

    private Plan? ToPlan(Decision? decision, IdempotencyKey? key, DateTimeOffset now) => decision switch
    {
        null => null,
        Decision.Refused refused => new Plan.Refuse(refused.Reason, refused.Detail),
        Decision.Change change => new Plan.Store(_ => change.Next, () => articles.Commit(Document, change, key, now)),
        Decision.Deletion => new Plan.Store(_ => null, () => articles.Delete(Document!, key, now)),
        _ => throw new InvalidOperationException($"Unexpected decision {decision}."),
    };
}
