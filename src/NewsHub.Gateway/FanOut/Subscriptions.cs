using Microsoft.Extensions.Options;
using NewsHub.Articles;
using NewsHub.Gateway.Connections;
using NewsHub.Trending.Counting;
using NewsHub.Trending.Ranking.Formulas;
using NewsHub.Wire;

namespace NewsHub.Gateway.FanOut;

/// <summary>Subscribing, the same for every transport: check the topics, catch up from the cursor, join without a gap.</summary>
internal sealed class Subscriptions(
    SubscriptionRegistry registry, CatchUp catchUp, RankingRelay rankings, IWireStore store, Sections sections, RankingFormulas formulas, IGrainFactory grains,
    IOptions<LiveOptions> options, LiveMetrics metrics)
{
    /// <summary>Why these topics or this cursor cannot be had; null: they can.</summary>
    public string? Refuse(Connection? connection, IReadOnlyList<string?>? topics, string? after)
    {
        if (topics is null or { Count: 0 }) return "Name at least one topic.";
        var total = topics.Count + (connection is null ? 0 : registry.CountTopics(connection));
        if (total > options.Value.MaxTopics)
        {
            metrics.Refused("topics");
            return $"A connection follows at most {options.Value.MaxTopics} topics; this would be {total}.";
        }

        foreach (var topic in topics)
            if (!IsKnown(topic))
                return $"There is no topic {(topic is { Length: > Topic.MaxLength } ? topic[..Topic.MaxLength] + "…" : topic ?? "null")}.";
        return after is null || Cursor.TryParse(after, out _) ? null : "The cursor is malformed; send one that the hub gave, or none.";
    }

    /// <summary>
    /// Follows <paramref name="topics"/> from <paramref name="after"/> on, or from now on where it is null. Both must have passed
    /// <see cref="Refuse"/>.
    /// </summary>
    public async Task<Snapshot> Subscribe(Connection connection, IReadOnlyList<string> topics, string? after, CancellationToken stopping)
    {
        // States first: between the taking of entries and the answer there is no waiting, in which one of them could be killed.
        var states = topics.Where(topic => Topic.Parse(topic).IsState).ToLookup(topic => Topic.Parse(topic).Kind);
        registry.Join(connection, [.. states.SelectMany(kind => kind)], 0);
        var ranked = await Task.WhenAll(states[TopicKind.Ranking].Select(topic => rankings.NewestOf(topic, stopping)));
        var counts = await Task.WhenAll(states[TopicKind.Counts].Select(topic => grains.GetGrain<ITrendingCounterGrain>(Topic.Parse(topic).Name).Get()));
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
