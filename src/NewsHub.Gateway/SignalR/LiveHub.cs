using System.Text.Json;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.Options;
using NewsHub.Articles;
using NewsHub.Articles.Lifecycle;
using NewsHub.Articles.Newsrooms;
using NewsHub.Gateway.Connections;
using NewsHub.Gateway.FanOut;
using NewsHub.Gateway.Reads;
using NewsHub.Trending;
using NewsHub.Trending.Counting;
using NewsHub.Trending.Fairness;
using NewsHub.Wire;

namespace NewsHub.Gateway.SignalR;

/// <summary>
/// The SignalR door, at <c>/live</c>. What is wrong with a call comes back as its error; nothing changed then.
/// </summary>
internal sealed class LiveHub(
    Subscriptions subscriptions, ReadBatcher reads, Impressions impressions, PublicArticles articles, IOptions<TrendingOptions> trending, ReaderIdentifier reader,
    IGrainFactory grains, NewsDesk desk, KnownKeys keys) : Hub<ILiveClient>
{
    private ITransport? _toEnd;

    /// <summary>
    /// Follows topics. <paramref name="after"/> continues from a cursor; null begins now. Entries may arrive before the answer does: apply
    /// the answer first, then those with a higher sequence than its cursor. Whoever follows more topics than before sends the cursor too:
    /// the answer then holds what came since on all of them.
    /// </summary>
    public Task<Snapshot> Subscribe(string[] topics, string? after)
    {
        if (subscriptions.Refuse(Connection, topics, after) is { } refusal) throw new HubException(refusal);
        Context.Features.Get<Outbox>()?.Hold(); // a kill must not overtake the answer that still holds its article
        return subscriptions.Subscribe(Connection, topics, after, Context.ConnectionAborted);
    }

    /// <summary>Stops following topics.</summary>
    public void Unsubscribe(string[] topics)
    {
        if (subscriptions.Refuse(null, topics, null) is { } refusal) throw new HubException(refusal);
        subscriptions.Unsubscribe(Connection, topics);
    }

    /// <summary>Counts a read of an article.</summary>
    public async Task Read(string articleId)
    {
        if (!WireArticle.IsId(articleId) || !await articles.Contains(articleId, Context.ConnectionAborted)) throw new HubException(NoArticle);
        reads.Count(articleId, await Identify());
    }

    /// <summary>Tells which articles of a ranking (<c>rising</c>, <c>today/world</c>) were in view, so that it can be divided out.</summary>
    public async Task Seen(string ranking, string[] articleIds)
    {
        if (impressions.Refuse(ranking, articleIds) is { } refusal) throw new HubException(refusal);
        await impressions.See(ranking, articleIds, await Identify());
    }

    /// <summary>Gives a reaction; a second one of the same kind changes nothing.</summary>
    public Task<Counts> React(string articleId, string reaction) => React(articleId, reaction, on: true);

    /// <summary>Takes a reaction back.</summary>
    public Task<Counts> TakeBack(string articleId, string reaction) => React(articleId, reaction, on: false);

    /// <summary>Publishes an article (a draft where its status says so).</summary>
    [Authorize(Scope.Publish)]
    public async Task<Receipt> Publish(JsonElement article) => ToReceipt(await desk.Publish(article, await Desk()));

    /// <summary>Publishes an article at once with an alert.</summary>
    [Authorize(Scope.Publish)]
    public async Task<Receipt> Break(JsonElement article) => ToReceipt(await desk.Break(article, await Desk(), null));

    // SignalR lets go of the hub once the caller has the answer.
    protected override void Dispose(bool disposing)
    {
        _toEnd?.Close(Heartbeat.KeyGone);
        base.Dispose(disposing);
    }

    private const string NoArticle = "There is no such public article.";

    private Connection Connection =>
        Context.Features.Get<Connection>() ?? throw new InvalidOperationException("The connection has no outbox: LiveLifetime is not in place.");

    private ValueTask<ReaderIdentity> Identify() =>
        reader.Of(Context.GetHttpContext() ?? throw new InvalidOperationException("Readers come over HTTP."));

    /// <summary>The desk as the key says now: the connection may be older than the key's end.</summary>
    private async Task<Actor> Desk()
    {
        if (await keys.Renew(Context.User ?? throw new HubException("Send a key.")) is not { } user)
        {
            _toEnd = Context.Features.Get<ITransport>();
            throw new HubException("The key is not known; it may have been revoked.");
        }

        return KeyClaims.May(user, Scope.Publish) ? KeyClaims.ActorOf(user) : throw new HubException("The key's scope does not reach this far.");
    }

    private async Task<Counts> React(string articleId, string reaction, bool on)
    {
        if (!WireArticle.IsId(articleId)) throw new HubException(NoArticle);
        if (!trending.Value.Allows(reaction)) throw new HubException($"A reaction is one of {trending.Value.AllowedReactions}.");
        var reader = await Identify();
        return await grains.GetGrain<ITrendingCounterGrain>(articleId).React(reader.Lasting, reaction, on, reader.Reader)
            ?? throw new HubException(NoArticle);
    }

    private static Receipt ToReceipt(DeskResult result) => result switch
    {
        DeskResult.Invalid malformed => throw new HubException(string.Join(' ', malformed.Errors.Values.SelectMany(reasons => reasons))),
        DeskResult.Decided { Outcome: CommandOutcome.Done done } => done.Receipt,
        DeskResult.Decided { Outcome: CommandOutcome.Refused refused } => throw new HubException(refused.Reason),
        _ => throw new InvalidOperationException($"No answer for {result}."),
    };
}
