using NewsHub.Articles.Lifecycle;
using NewsHub.Wire;
using Orleans.Placement;

namespace NewsHub.Articles;

/// <summary>
/// Owns one article. Each command is decided by <see cref="ArticleRules"/> and stored in one commit, which also notifies the wire. If two
/// activations exist at once, the store's compare-and-set admits one and the other reloads. Placed on the silo that first calls it.
/// </summary>
[CollectionAgeLimit(Minutes = 2)] // frees memory soon after a burst of commands
[PreferLocalPlacement]
internal sealed class ArticleGrain(ArticleStore articles, WallClock clock) : Grain, IArticleGrain
{
    /// <summary>Attempts when another activation commits first. A second activation exists only around the failure of a silo.</summary>
    private const int MaxAttempts = 3;

    private Article? _article;

    /// <summary>True when the last commit failed without an answer, so the stored state may differ from <see cref="_article"/>.</summary>
    private bool _isUncertain;

    public async Task<Article?> Get()
    {
        await ReloadIfNeeded();
        if (_article is null) DeactivateOnIdle(); // a request for an unknown id must not keep an activation in memory
        return _article;
    }

    public async Task<CommandOutcome> Do(ArticleCommand command)
    {
        await ReloadIfNeeded();
        if (command.IdempotencyKey is { } key && await articles.FindRepeated(key) is { } repeated) return repeated;
        return await Execute(now => ArticleRules.Decide(this.GetPrimaryKeyString(), _article, command, now), command.IdempotencyKey)
            ?? throw new InvalidOperationException("The rules returned no decision for the command.");
    }

    public async Task Wake()
    {
        await ReloadIfNeeded();
        while (_article is { } article && await Execute(now => ArticleRules.Wake(article, now), null) is CommandOutcome.Done) { }
    }

    private async Task<CommandOutcome?> Execute(Func<DateTimeOffset, Decision?> decide, IdempotencyKey? key)
    {
        for (var attempt = 1; ; attempt++)
        {
            var now = clock.Now;
            switch (decide(now))
            {
                case null:
                    return null;
                case Decision.Refused refused:
                    return new CommandOutcome.Refused(refused.Reason, refused.Detail);
                case { } change when await Store(change, key, now) is { } outcome:
                    return outcome;
                case var _ when attempt == MaxAttempts:
                    return new CommandOutcome.Refused(RejectionReason.Stale, "The article is being changed concurrently; try again.");
            }
        }
    }

    private async Task<CommandOutcome?> Store(Decision decision, IdempotencyKey? key, DateTimeOffset now)
    {
        switch (await CommitOrReload(decision, key, now))
        {
            case CommitOutcome.Committed { Receipt: var receipt }:
                (_article, _isUncertain) = ((decision as Decision.Change)?.Next, false);
                return new CommandOutcome.Done(receipt);
            case CommitOutcome.Repeated { Prior: var prior }:
                return ArticleStore.ToRepeated(key!, prior);
            default:
                await Load();
                return null;
        }
    }

    private async Task<CommitOutcome> CommitOrReload(Decision decision, IdempotencyKey? key, DateTimeOffset now)
    {
        try
        {
            return decision is Decision.Change change ? await articles.Commit(_article, change, key, now) : await articles.Delete(_article!, key, now);
        }
        catch
        {
            _isUncertain = true;
            DeactivateOnIdle(); // if this hub cannot store, as one with a wrong clock, a repeat at another hub is executed there
            throw;
        }
    }

    // An article that did not exist on the last read may have been created since.
    private Task ReloadIfNeeded() => _isUncertain || _article is null ? Load() : Task.CompletedTask;

    private async Task Load()
    {
        var stored = await articles.Find(this.GetPrimaryKeyString());
        _isUncertain = false;
        // Get interleaves, so a newer version may have been committed while this read was in progress. An id may have been used again.
        if (stored is null || stored.CreatedAt != _article?.CreatedAt || stored.Version > _article.Version) _article = stored;
    }
}
