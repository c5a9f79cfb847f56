using NewsHub.Syndication.Feeds;
using NewsHub.Wire;

namespace NewsHub.Tests.Syndication;

/// <summary>Creates articles and entries for the lists of feeds.</summary>
internal static class FeedChanges
{
    public static readonly DateTimeOffset Noon = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);

    public static readonly WallClock Clock = new(new Microsoft.Extensions.Time.Testing.FakeTimeProvider(Noon));

    /// <param name="minute">Minutes after noon at which it was published.</param>
    public static WireArticle Article(string id, int minute, int version = 1, string section = "world", int? correctedMinute = null) => WireArticle.Bare(id, version) with
    {
        Headline = $"About {id}",
        Section = section,
        Tags = ["boats"],
        PublishedAt = Noon.AddMinutes(minute),
        CorrectedAt = correctedMinute is { } corrected ? Noon.AddMinutes(corrected) : null,
    };

    public static Entry Published(WireArticle article, long sequence = 1) => Entry(EntryKind.Published, article, sequence);

    public static Entry Killed(string id, int version, long sequence = 2) => Entry(EntryKind.Killed, WireArticle.Bare(id, version), sequence);

    public static Entry Entry(EntryKind kind, WireArticle article, long sequence) => new()
    {
        Cursor = new Cursor("7f3a90c1", sequence), Kind = kind, At = Noon, Topics = [Topic.News, Topic.Section("world"), Topic.Tag("boats")], Article = article,
    };

    /// <summary>Loads a list as if the store had only these articles.</summary>
    public static FeedList Load(this FeedIndex index, FeedKey key, params WireArticle[] articles)
    {
        index.BeginLoad(key);
        return index.EndLoad(key, articles, isComplete: true);
    }

    public static string[] Ids(this FeedList list) => [.. list.Items.Select(item => item.Id)];
}
