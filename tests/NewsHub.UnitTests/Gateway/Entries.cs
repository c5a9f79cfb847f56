using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using NewsHub.Gateway;
using NewsHub.Gateway.Deliveries;
using NewsHub.Trending.Counting;
using NewsHub.Trending.Ranking;
using NewsHub.Wire;

namespace NewsHub.Tests.Gateway;

/// <summary>Creates entries and deliveries for tests.</summary>
internal static class Entries
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);

    public static EventStreamFormat Format { get; } = new();

    public static LiveMetrics NewMetrics() => new(new ServiceCollection().AddMetrics().BuildServiceProvider().GetRequiredService<IMeterFactory>());

    public static Entry Entry(long sequence, EntryKind kind = EntryKind.Published, string? article = null, string headline = "Ferry", AlertLevel? alert = null, int version = 1, int? redactedUpTo = null, Part? part = null,
        params string[] topics)
    {
        var id = article ?? $"a{sequence}";
        return new Entry
        {
            Cursor = new Cursor("7f3a90c1", sequence),
            Kind = kind,
            At = Noon,
            Topics = topics.Length > 0 ? topics : [Topic.News],
            Part = part,
            Article = WireArticle.Bare(id, version) with
            {
                Headline = kind is EntryKind.Killed or EntryKind.Withheld ? null : headline,
                Alert = alert,
                RedactedUpTo = redactedUpTo,
            },
        };
    }

    public static Delivery Delivery(long sequence, EntryKind kind = EntryKind.Published, string? article = null, string headline = "Ferry", AlertLevel? alert = null) =>
        NewsHub.Gateway.Deliveries.Delivery.Of(Entry(sequence, kind, article, headline, alert));

    public static Delivery Ranking(long version, string name = "rising") =>
        NewsHub.Gateway.Deliveries.Delivery.Of(new Ranking(name, null, version, Noon, []));

    /// <summary>The delta to a ranking of 20 places, one of which has one more read.</summary>
    public static Delivery RankingChange(long version) => NewsHub.Gateway.Deliveries.Delivery.Of(Places(version), Places(version - 1));

    private static Ranking Places(long version) => new("rising", null, version, Noon,
        [.. Enumerable.Range(1, 20).Select(rank => new Place(rank, $"a{rank}", "Ferry", $"/articles/a{rank}", 1, rank == 7 ? version : 1, 1, new Dictionary<string, long>()))]);

    public static Delivery Counts(string article, long version) =>
        NewsHub.Gateway.Deliveries.Delivery.Of(new Counts(article, version, version, 1, new Dictionary<string, long>()));
}
