using NewsHub.EndToEndTests.Cluster;
using Xunit;

namespace NewsHub.EndToEndTests.Telemetry;

/// <summary>Where a publish went, as a collector of traces sees it.</summary>
public sealed class TraceTests
{
    [SkippableFact]
    public async Task A_publish_is_one_trace_from_the_request_through_grains_to_the_readers_of_every_hub()
    {
        await using var here = new Collector();
        await using var there = new Collector();
        await using var cluster = await HubCluster.Prepare(here.Settings, there.Settings);
        await Task.WhenAll(cluster.Hubs.Select(hub => hub.Start()));
        using var newsroom = cluster.Hubs[0].OpenNewsroom();

        // The wire looks at its log each second by itself, and may be faster than the nudge; not each time.
        for (var i = 0; i < 3; i++) await newsroom.Publish($"Headline {i}");

        await Eventually.Is(() =>
        {
            var spans = here.Spans.Concat(there.Spans).ToDictionary(span => span.Id);
            return Published(here, spans).Intersect(Published(there, spans)).Any();
        });
    }

    /// <summary>Traces that lead from a hub's fan-out back to a publish request, by the wire and the article.</summary>
    private static IEnumerable<string> Published(Collector hub, Dictionary<string, Span> spans) =>
        from span in hub.Spans where span.Name == "newshub.fan_out"
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
