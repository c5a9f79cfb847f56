using NewsHub.EndToEndTests.Cluster;
using Xunit;

namespace NewsHub.EndToEndTests.Telemetry;

/// <summary>Distributed traces of a publish.</summary>
public sealed class TraceTests
{
    [SkippableFact]
    public async Task Publish_is_one_trace_from_the_request_through_the_grains_to_the_fan_out_of_every_hub()
    {
        await using var first = new Collector();
        await using var second = new Collector();
        await using var cluster = await HubCluster.Prepare(first.Settings, second.Settings);
        await Task.WhenAll(cluster.Hubs.Select(hub => hub.Start()));
        using var newsroom = cluster.Hubs[0].OpenNewsroom();

        // The wire also reads its log every second, which may come before the nudge. Three publishes make a nudge likely.
        for (var i = 0; i < 3; i++) await newsroom.Publish($"Headline {i}");

        await Eventually.Is(() =>
        {
            var spans = first.Spans.Concat(second.Spans).ToDictionary(span => span.Id);
            return PublishTraces(first, spans).Intersect(PublishTraces(second, spans)).Any();
        });
    }

    /// <summary>Ids of traces that lead from a hub's fan-out back to a publish request through the wire grain and the article creator grain.</summary>
    private static IEnumerable<string> PublishTraces(Collector hub, Dictionary<string, Span> spans) =>
        from span in hub.Spans
        where span.Name == "newshub.fan_out"
        let path = Path(span, spans).ToArray()
        where path[^1] is { Parent: "", Name: "POST /api/articles" or "POST /api/articles/" }
        where path.Any(step => step.Name == "IWireGrain/Nudge") && path.Any(step => step.Name == "IArticleCreatorGrain/Create")
        where path.All(step => step.Trace == span.Trace)
        select span.Trace;

    private static IEnumerable<Span> Path(Span? span, Dictionary<string, Span> spans)
    {
        for (; span is not null; span = spans.GetValueOrDefault(span.Parent)) yield return span;
    }
}
