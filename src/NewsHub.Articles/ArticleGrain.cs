using System.Text.Json;
using NewsHub.Articles.Lifecycle;
using NewsHub.Wire;
using Orleans.Placement;

namespace NewsHub.Articles;

/// <summary>
/// An article's owner. A turn is: ask the rules, store their answer in one commit, tell the wire. Should two activations ever exist at
/// once, the store's compare-and-set lets one through and the other reads again. It lives where it was first asked for: a publish is carried
/// out by the hub that took it.
/// </summary>
[CollectionAgeLimit(Minutes = 2)] // a storm of new articles must not stay in memory
[PreferLocalPlacement]
internal sealed class ArticleGrain(IWireStore store, WireBell bell, TimeProvider time) : Grain, IArticleGrain
{
    /// <summary>Tries against another activation, which exists only around the death of a silo.</summary>
    private const int MaxTries = 3;

    private Article? _article;

    /// <summary>Only the store knows: nothing was read yet, or whether the last commit was stored is unknown.</summary>
    private bool _isUncertain = true;

    public async Task<Article?> Get()
    {
        await MakeCertain();
        if (_article is null) DeactivateOnIdle(); // whoever asks for what there never was leaves nothing in memory
        return _article;
    }

    public async Task<OrderOutcome> Do(Order order)
    {
        if (order is not Create) await MakeCertain(); // what is new need not be looked for: the commit finds what is there already
        if (_article is not null && order.Command is { } command && await store.FindCommand(command.Id) is { } prior)
            return Repeat(command, prior);
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
            var now = Milliseconds(time.GetUtcNow());
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
                if (receipt.Cursor is { } cursor) bell.Ring(cursor.Sequence);
                return new OrderOutcome.Done(receipt);
            case CommitOutcome.Repeated { Prior: var prior }:
                return Repeat(command!, prior);
            default:
                await Load();
                return null;
        }
    }

    private async Task<CommitOutcome> CommitOrReload(Decision.Change change, Command? command, DateTimeOffset now)
    {
        try
        {
            return await store.Commit(ToCommit(change, command, now));
        }
        catch
        {
            _isUncertain = true;
            throw;
        }
    }

    private Commit ToCommit(Decision.Change change, Command? command, DateTimeOffset now) => new()
    {
        ArticleId = change.Next.Id,
        ExpectedVersion = _article?.Version ?? 0,
        At = now,
        Document = JsonSerializer.SerializeToUtf8Bytes(change.Next, ArticleJson.Default.Article),
        Status = StatusText(change.Next.Status),
        ListedUnder = ArticleTopics.Of(change.Next),
        DueAt = ArticleRules.DueAt(change.Next),
        Command = command,
        Erase = change.Next.Status is ArticleStatus.Killed,
        Entry = change.Kind is { } kind ? new EntryDraft(kind, now, change.Next.Topics, ArticleCard.Of(change.Next)) : null,
    };

    private Task MakeCertain() => _isUncertain ? Load() : Task.CompletedTask;

    private async Task Load()
    {
        var stored = await store.FindArticle(this.GetPrimaryKeyString());
        _isUncertain = false;
        // Get interleaves: a commit may have gone ahead of what was read here.
        if (stored is null || stored.Version <= _article?.Version) return;
        _article = JsonSerializer.Deserialize(stored.Document.Span, ArticleJson.Default.Article);
    }

    private static OrderOutcome Repeat(Command command, PriorCommand prior) => prior.Command.Fingerprint == command.Fingerprint
        ? new OrderOutcome.Repeated(prior.Receipt)
        : new OrderOutcome.Refused(Refusal.OtherCommand, "This idempotency key was used for another command.");

    // Entries carry milliseconds; what is kept in memory must equal what is read back.
    private static DateTimeOffset Milliseconds(DateTimeOffset time) => DateTimeOffset.FromUnixTimeMilliseconds(time.ToUnixTimeMilliseconds());

    private static string StatusText(ArticleStatus status) => JsonNamingPolicy.CamelCase.ConvertName(status.ToString());
}
