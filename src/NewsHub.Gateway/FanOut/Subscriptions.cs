using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using NewsHub.Articles;
using NewsHub.Gateway.Connections;
using NewsHub.Trending.Counting;
using NewsHub.Trending.Ranking.Formulas;
using NewsHub.Wire;

namespace NewsHub.Gateway.FanOut;

/// <summary>Subscribes a connection over any transport: checks the topics, catches up from the cursor and joins without a gap.</summary>
internal sealed partial class Subscriptions(
    SubscriptionRegistry registry, CatchUp catchUp, RankingRelay rankings, CountsRelay counts, IWireStore store, Sections sections, RankingFormulas formulas,
    IOptions<LiveOptions> options, LiveMetrics metrics, ILogger<Subscriptions> logger)
{
    /// <summary>Maximum counts topics of one connection: a page shows one article, or a list of a few.</summary>
    private const int MaxCountsTopics = 10;

    /// <summary>Returns why these topics or this cursor are invalid; null if they are valid.</summary>
    public string? Validate(Connection? connection, IReadOnlyList<string?>? topics, string? after)
    {
        if (topics is null or { Count: 0 }) return "At least one topic is required.";
        var all = topics.Concat(connection is null ? [] : registry.TopicsOf(connection)).Distinct().ToArray();
        if (all.Length > options.Value.MaxTopics)
        {
            metrics.Refused("topics");
            return $"A connection follows at most {options.Value.MaxTopics} topics; this would be {all.Length}.";
        }

        foreach (var topic in topics)
            if (!IsKnown(topic))
                return $"There is no topic {(topic is { Length: > Topic.MaxLength } ? topic[..Topic.MaxLength] + "…" : topic ?? "null")}. {KnownTopics}";
        if (all.Count(topic => Topic.Parse(topic!).Kind is TopicKind.Counts) > MaxCountsTopics)
        {
            metrics.Refused("topics");
            return $"A connection follows the counts of at most {MaxCountsTopics} articles.";
        }

        return after is null || Cursor.TryParse(after, out _) ? null : "The cursor is malformed; send a cursor received from the hub, or none.";
    }

    /// <summary>
    /// Follows <paramref name="topics"/> after the cursor <paramref name="after"/>, or from now on if it is null. Both must have passed
    /// <see cref="Validate"/>. If there is more, <see cref="Send"/> must follow.
    /// </summary>
    public async Task<(Snapshot Snapshot, Replay? Remaining)> Subscribe(Connection connection, IReadOnlyList<string> topics, string? after, CancellationToken stopping)
    {
        await connection.CaughtUp.WaitAsync(stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        // States first: nothing is awaited between reading entries and the answer, so no entry can be killed in between.
        var byKind = topics.Distinct().ToLookup(topic => Topic.Parse(topic).Kind);
        registry.JoinStates(connection, [.. byKind[TopicKind.Ranking]]);
        var counted = Task.WhenAll(byKind[TopicKind.Counts].Select(topic => counts.Follow(connection, Topic.Parse(topic).Name, stopping)));
        var ranked = await Task.WhenAll(byKind[TopicKind.Ranking].Select(topic => rankings.Find(topic, stopping)));
        var known = await counted;
        string[] ofEntries = [.. topics.Except(byKind[TopicKind.Ranking]).Except(byKind[TopicKind.Counts])];
        var missed = await catchUp.Join(connection, ofEntries, after is null ? null : Cursor.Parse(after), stopping);
        metrics.Subscribed(after is not null, missed.IsRecovered);
        var snapshot = new Snapshot(
            new Cursor(store.Epoch, missed.Head), missed.IsRecovered, missed.Entries, ranked.OfType<Trending.Ranking.Ranking>().ToArray(), known.OfType<Counts>().ToArray());
        return (snapshot, missed.Rest);
    }

    /// <summary>Sends the rest of what a reader missed, after the answer. Returns at once; <see cref="Connection.CaughtUp"/> completes later.</summary>
    public void Send(Replay rest, Connection connection, Outbox outbox, CancellationToken stopping) => connection.CaughtUp = TrySend(rest, outbox, stopping);

    /// <summary>Stops following topics.</summary>
    public async Task Unsubscribe(Connection connection, IReadOnlyList<string> topics, CancellationToken stopping)
    {
        await connection.CaughtUp.WaitAsync(stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        registry.Leave(connection, topics);
    }

    private async Task TrySend(Replay rest, Outbox outbox, CancellationToken stopping)
    {
        try
        {
            await outbox.WaitForAnswer(stopping);
            await rest.Run(outbox, stopping);
        }
        catch (OperationCanceledException)
        {
            outbox.Abort();
        }
        catch (Exception failure)
        {
            // A reader that has not joined must not believe that it is up to date.
            LogReplayFailed(failure);
            outbox.Abort();
        }
    }

    private string KnownTopics =>
        $"The topics are news, breaking, section/{{slug}}, tag/{{slug}}, article/{{id}}, counts/{{id}} and ranking/{{name}} or ranking/{{name}}/{{slug}}; the sections are {sections.Slugs}, the rankings {formulas.Names}.";

    private bool IsKnown(string? topic) =>
        Topic.TryParse(topic, out var parsed) && parsed.Kind switch
        {
            TopicKind.Section => sections.Find(parsed.Name) is not null,
            TopicKind.Ranking => formulas.Find(parsed.Name) is not null && (parsed.Section is null || sections.Find(parsed.Section) is not null),
            _ => true,
        };

    [LoggerMessage(4010, LogLevel.Warning, "A reader could not be sent what it missed; its connection was closed, and it returns with its cursor")]
    private partial void LogReplayFailed(Exception failure);
}
