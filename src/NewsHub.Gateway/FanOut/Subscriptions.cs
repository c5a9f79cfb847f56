using Microsoft.Extensions.Options;
using NewsHub.Articles;
using NewsHub.Gateway.Connections;
using NewsHub.Trending.Counting;
using NewsHub.Trending.Ranking.Formulas;
using NewsHub.Wire;

namespace NewsHub.Gateway.FanOut;

/// <summary>Subscribes a connection over any transport: checks the topics, catches up from the cursor and joins without a gap.</summary>
internal sealed class Subscriptions(
    SubscriptionRegistry registry, CatchUp catchUp, RankingRelay rankings, IWireStore store, Sections sections, RankingFormulas formulas, IGrainFactory grains,
    IOptions<LiveOptions> options, LiveMetrics metrics)
{
    /// <summary>Returns why these topics or this cursor are invalid; null if they are valid.</summary>
    public string? Validate(Connection? connection, IReadOnlyList<string?>? topics, string? after)
    {
        if (topics is null or { Count: 0 }) return "At least one topic is required.";
        var total = topics.Count + (connection is null ? 0 : registry.CountTopics(connection));
        if (total > options.Value.MaxTopics)
        {
            metrics.Refused("topics");
            return $"A connection follows at most {options.Value.MaxTopics} topics; this would be {total}.";
        }

        foreach (var topic in topics)
            if (!IsKnown(topic))
                return $"There is no topic {(topic is { Length: > Topic.MaxLength } ? topic[..Topic.MaxLength] + "…" : topic ?? "null")}.";
        return after is null || Cursor.TryParse(after, out _) ? null : "The cursor is malformed; send a cursor received from the hub, or none.";
    }

    /// <summary>
    /// Follows <paramref name="topics"/> after the cursor <paramref name="after"/>, or from now on if it is null. Both must have passed
    /// <see cref="Validate"/>.
    /// </summary>
    public async Task<Snapshot> Subscribe(Connection connection, IReadOnlyList<string> topics, string? after, CancellationToken stopping)
    {
        // States first: nothing is awaited between reading entries and the answer, so no entry can be killed in between.
        var byKind = topics.ToLookup(topic => Topic.Parse(topic).Kind);
        registry.Join(connection, [.. byKind[TopicKind.Ranking], .. byKind[TopicKind.Counts]], 0);
        var ranked = await Task.WhenAll(byKind[TopicKind.Ranking].Select(topic => rankings.GetLatest(topic, stopping)));
        var counts = await Task.WhenAll(byKind[TopicKind.Counts].Select(topic => grains.GetGrain<ITrendingCounterGrain>(Topic.Parse(topic).Name).Get()));
        var missed = await catchUp.Join(connection, topics, after is null ? null : Cursor.Parse(after), stopping);
        metrics.Subscribed(after is not null, missed.IsRecovered);
        return new Snapshot(
            new Cursor(store.Epoch, missed.Head), missed.IsRecovered, missed.Entries, ranked, counts.OfType<Counts>().ToArray());
    }

    public void Unsubscribe(Connection connection, IReadOnlyList<string> topics) => registry.Leave(connection, topics);

    private bool IsKnown(string? topic) =>
        Topic.TryParse(topic, out var parsed) && parsed.Kind switch
        {
            TopicKind.Section => sections.Find(parsed.Name) is not null,
            TopicKind.Ranking => formulas.Find(parsed.Name) is not null && (parsed.Section is null || sections.Find(parsed.Section) is not null),
            _ => true,
        };
}
