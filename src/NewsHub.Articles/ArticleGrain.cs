using NewsHub.Articles.Lifecycle;
using NewsHub.Wire;
using Orleans.Placement;

namespace NewsHub.Articles;

/// <summary>
/// An article's owner. A turn is: ask the rules, store their answer in one commit, which tells the wire. Should two activations ever exist
/// at once, the store's compare-and-set lets one through and the other reads again. It lives where it was first asked for.
/// </summary>
[CollectionAgeLimit(Minutes = 2)] // a storm of corrections must not stay in memory
[PreferLocalPlacement]
internal sealed class ArticleGrain(ArticleStore articles, WallClock clock) : Grain, IArticleGrain
{
    /// <summary>Tries against another activation, which exists only around the death of a silo.</summary>
    private const int MaxTries = 3;

    private Article? _article;

    /// <summary>Whether the last commit was stored is known to the store alone.</summary>
    private bool _isUncertain;

    public async Task<Article?> Get()
    {
        await LoadIfUncertain();
        if (_article is null) DeactivateOnIdle(); // whoever asks for what there never was leaves nothing in memory
        return _article;
    }

    public async Task<CommandOutcome> Do(ArticleCommand command)
    {
        await LoadIfUncertain();
        if (_article is not null && command.IdempotencyKey is { } key && await articles.FindRepeated(key) is { } repeated) return repeated;
        return await Execute(now => ArticleRules.Decide(this.GetPrimaryKeyString(), _article, command, now), command.IdempotencyKey)
            ?? throw new InvalidOperationException("An order was left undecided.");
    }

    public async Task Wake()
    {
        await LoadIfUncertain();
        while (_article is { } article && await Execute(now => ArticleRules.Wake(article, now), null) is CommandOutcome.Done) { }
    }

    private async Task<CommandOutcome?> Execute(Func<DateTimeOffset, Decision?> decide, IdempotencyKey? key)
    {
        for (var tries = 1; ; tries++)
        {
            var now = clock.Now;
            switch (decide(now))
            {
                case null:
                    return null;
                case Decision.Refused refused:
                    return new CommandOutcome.Refused(refused.Why, refused.Reason);
                case Decision.Change change when await Store(change, key, now) is { } outcome:
                    return outcome;
                case var _ when tries == MaxTries:
                    return new CommandOutcome.Refused(RejectionReason.Stale, "The article is being changed by others; try again.");
            }
        }
    }

    private async Task<CommandOutcome?> Store(Decision.Change change, IdempotencyKey? key, DateTimeOffset now)
    {
        switch (await CommitOrReload(change, key, now))
        {
            case CommitOutcome.Committed { Receipt: var receipt }:
                (_article, _isUncertain) = (change.Next, false);
                return new CommandOutcome.Done(receipt);
            case CommitOutcome.Repeated { Prior: var prior }:
                return ArticleStore.ToRepeated(key!, prior);
            default:
                await Load();
                return null;
        }
    }

    private async Task<CommitOutcome> CommitOrReload(Decision.Change change, IdempotencyKey? key, DateTimeOffset now)
    {
        try
        {
            return await articles.Commit(_article, change, key, now);
        }
        catch
        {
            _isUncertain = true;
            throw;
        }
    }

    // What was not there a moment ago may have been created since.
    private Task LoadIfUncertain() => _isUncertain || _article is null ? Load() : Task.CompletedTask;

    private async Task Load()
    {
        var stored = await articles.Find(this.GetPrimaryKeyString());
        _isUncertain = false;
        // Get interleaves: a commit may have gone ahead of what was read here.
        if (stored is not null && !(stored.Version <= _article?.Version)) _article = stored;
    }
}
