using System.Runtime.InteropServices;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.Options;
using NewsHub.Articles;
using NewsHub.Articles.Lifecycle;
using NewsHub.Articles.Newsrooms;
using NewsHub.Gateway.Connections;
using NewsHub.Gateway.FanOut;
using NewsHub.Gateway.Reads;
using NewsHub.Http;
using NewsHub.Trending;
using NewsHub.Trending.Counting;
using NewsHub.Trending.Fairness;
using NewsHub.Wire;

namespace NewsHub.Gateway.SignalR;

/// <summary>
/// The SignalR endpoint at <c>/live</c>. An invalid call returns an error and has no effect.
/// </summary>
internal sealed class LiveHub(
    Subscriptions subscriptions, ReadBatcher reads, Impressions impressions, PublicArticles articles, IOptions<TrendingOptions> trending, ReaderIdentifier identifier,
    IGrainFactory grains, NewsDesk desk, KeyCache keys) : Hub<ILiveClient>
{
    private ITransport? _transportToClose;

    /// <summary>
    /// Follows topics after the cursor <paramref name="after"/>, or from now on if it is null. Entries may arrive before the answer: apply the
    /// answer first, then the entries with a higher sequence than its cursor. To follow further topics, send the cursor too; the answer then
    /// has the entries since that cursor on all followed topics.
    /// </summary>
    public async Task<Snapshot> Subscribe(string[] topics, string? after)
    {
        if (subscriptions.Validate(Connection, topics, after) is { } refusal) throw new HubException(refusal);
        Context.Features.Get<Outbox>()?.Hold(OutboxHolds.Answer); // a kill must not overtake an answer that still contains its article
        var (snapshot, rest) = await subscriptions.Subscribe(Connection, topics, after, Context.ConnectionAborted);
        if (rest is not null) subscriptions.Send(rest, Connection, (Outbox)Connection.Outbox, Context.ConnectionAborted);
        return snapshot;
    }

    /// <summary>Stops following topics.</summary>
    public Task Unsubscribe(string[] topics)
    {
        if (subscriptions.Validate(null, topics, null) is { } refusal) throw new HubException(refusal);
        return subscriptions.Unsubscribe(Connection, topics, Context.ConnectionAborted);
    }

    /// <summary>Counts a read of an article.</summary>
    public async Task Read(string articleId)
    {
        if (!WireArticle.IsId(articleId) || !await articles.Contains(articleId, Context.ConnectionAborted)) throw new HubException(NoArticle);
        reads.Count(articleId, await Identify());
    }

    /// <summary>Records which articles of a ranking (<c>rising</c>, <c>today/world</c>) were in view, to correct scores for their position.</summary>
    public async Task Seen(string ranking, string[] articleIds)
    {
        if (impressions.Validate(ranking, articleIds) is { } refusal) throw new HubException(refusal);
        await impressions.Record(ranking, articleIds, await Identify());
    }

    /// <summary>Adds a reaction. Repeating it has no effect.</summary>
    public Task<Counts> React(string articleId, string reaction) => React(articleId, reaction, on: true);

    /// <summary>Removes a reaction.</summary>
    public Task<Counts> TakeBack(string articleId, string reaction) => React(articleId, reaction, on: false);

    /// <summary>Publishes an article, or saves a draft if its status says so. Requires a key.</summary>
    public Task<Receipt> Publish(JsonElement article) => Send(article, null, desk.Publish);

    /// <summary>Publishes an article at once with an alert. Requires a key.</summary>
    public Task<Receipt> Break(JsonElement article) => Send(article, null, desk.Break);

    /// <summary>
    /// The same as <see cref="Publish"/> with an idempotency key: a repetition with the same key and article returns the first receipt. A method
    /// of its own, because SignalR has no optional arguments and its clients cannot send headers with a call.
    /// </summary>
    public Task<Receipt> PublishOnce(JsonElement article, string idempotencyKey) => SendOnce(article, idempotencyKey, nameof(PublishOnce), desk.Publish);

    /// <summary>The same as <see cref="Break"/> with an idempotency key.</summary>
    public Task<Receipt> BreakOnce(JsonElement article, string idempotencyKey) => SendOnce(article, idempotencyKey, nameof(BreakOnce), desk.Break);

    // SignalR disposes the hub after sending the answer.
    protected override void Dispose(bool disposing)
    {
        _transportToClose?.Close(Heartbeat.KeyRevoked);
        base.Dispose(disposing);
    }

    private const string NoArticle = "There is no such public article.";

    private Connection Connection =>
        Context.Features.Get<Connection>() ?? throw new InvalidOperationException("The connection has no outbox: LiveLifetime is not in place.");

    private HttpRequest Request => (Context.GetHttpContext() ?? throw new InvalidOperationException("The connection has no HTTP request.")).Request;

    private ValueTask<ReaderIdentity> Identify() => identifier.Identify(Request.HttpContext);

    private Task<Receipt> SendOnce(JsonElement article, string? keyText, string method, Func<JsonElement, Actor, IdempotencyKey?, Task<DeskResult>> send) => Send(
        article,
        actor => IdempotencyKeys.IsValid(keyText)
            ? IdempotencyKeys.Of(actor, keyText!, method, JsonMarshal.GetRawUtf8Value(article))
            : throw new HubException(IdempotencyKeys.Malformed),
        send);

    private async Task<Receipt> Send(
        JsonElement article, Func<Actor, IdempotencyKey>? keyOf, Func<JsonElement, Actor, IdempotencyKey?, Task<DeskResult>> send)
    {
        var actor = await CurrentActor();
        if (StrictJson.FindFault(article) is { } fault) throw new HubException(fault.Reason);
        return ToReceipt(await send(article, actor, keyOf?.Invoke(actor)));
    }

    /// <summary>Returns the actor by the key's current rights. The key may have been revoked since the connection was opened.</summary>
    private async Task<Actor> CurrentActor()
    {
        if (Context.User is not { Identity.IsAuthenticated: true } connected) throw new HubException(KeyRefusal.ReasonOf(Request));
        if (await keys.Renew(connected) is not { } user)
        {
            _transportToClose = Context.Features.Get<ITransport>();
            throw new HubException(KeyRefusal.Unknown);
        }

        return KeyClaims.HasScope(user, Scope.Publish) ? KeyClaims.ActorOf(user) : throw new HubException(KeyRefusal.Forbidden);
    }

    private async Task<Counts> React(string articleId, string reaction, bool on)
    {
        if (!trending.Value.Allows(reaction)) throw new HubException($"A reaction is one of {trending.Value.AllowedReactions}.");
        if (!WireArticle.IsId(articleId) || !await articles.Contains(articleId, Context.ConnectionAborted)) throw new HubException(NoArticle);
        var counts = await grains.GetGrain<ITrendingCounterGrain>(articleId).React(await Identify(), reaction, on) ?? throw new HubException(NoArticle);
        return counts.IsOverLimit ? throw new UnavailableException(ReaderReactions.OverLimit) : counts;
    }

    private static Receipt ToReceipt(DeskResult result) => result switch
    {
        DeskResult.Invalid malformed => throw new HubException(Problem.DetailOf(malformed.Errors)),
        DeskResult.Decided { Outcome: CommandOutcome.Done done } => done.Receipt,
        DeskResult.Decided { Outcome: CommandOutcome.Repeated repeated } => repeated.Receipt,
        DeskResult.Decided { Outcome: CommandOutcome.Refused refused } => throw new HubException(refused.Detail),
        _ => throw new InvalidOperationException($"No answer for {result}."),
    };
}
