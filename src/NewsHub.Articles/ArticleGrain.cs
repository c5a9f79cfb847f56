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
        await MakeCertain();
        if (_article is null) DeactivateOnIdle(); // whoever asks for what there never was leaves nothing in memory
        return _article;
    }

    public async Task<OrderOutcome> Do(Order order)
    {
        await MakeCertain();
        if (_article is not null && order.Command is { } command && await articles.FindRepeated(command) is { } repeated) return repeated;
        return await Carry(now => ArticleRules.Decide(this.GetPrimaryKeyString(), _article, order, now), order.Command)
            ?? throw new InvalidOperationException("An order was left undecided.");
    }

    public async Task Wake()
    {
        await MakeCertain();
        while (_article is { } article && await Carry(now => ArticleRules.Wake(article, now), null) is OrderOutcome.Done) { }
    }

    private async Task<OrderOutcome?> Carry(Func<DateTimeOffset, Decision?> decide, Command? command)
    {
        for (var tries = 1; ; tries++)
        {
            var now = clock.Now;
            switch (decide(now))
            {
                case null:
                    return null;
                case Decision.Refused refused:
                    return new OrderOutcome.Refused(refused.Why, refused.Reason);
                case Decision.Change change when await Store(change, command, now) is { } outcome:
                    return outcome;
                case var _ when tries == MaxTries:
                    return new OrderOutcome.Refused(Refusal.Stale, "The article is being changed by others; try again.");
            }
        }
    }

    private async Task<OrderOutcome?> Store(Decision.Change change, Command? command, DateTimeOffset now)
    {
        switch (await CommitOrReload(change, command, now))
        {
            case CommitOutcome.Committed { Receipt: var receipt }:
                (_article, _isUncertain) = (change.Next, false);
                return new OrderOutcome.Done(receipt);
            case CommitOutcome.Repeated { Prior: var prior }:
                return ArticleStore.Repeat(command!, prior);
            default:
                await Load();
                return null;
        }
    }

    private async Task<CommitOutcome> CommitOrReload(Decision.Change change, Command? command, DateTimeOffset now)
    {
        try
        {
            return await articles.Commit(_article, change, command, now);
        }
        catch
        {
            _isUncertain = true;
            throw;
        }
    }

    // What was not there a moment ago may have been created since.
    private Task MakeCertain() => _isUncertain || _article is null ? Load() : Task.CompletedTask;

    private async Task Load()
    {
        var stored = await articles.Find(this.GetPrimaryKeyString());
        _isUncertain = false;
        // Get interleaves: a commit may have gone ahead of what was read here.
        if (stored is not null && !(stored.Version <= _article?.Version)) _article = stored;
    }
}
