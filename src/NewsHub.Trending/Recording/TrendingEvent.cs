using System.Text.Json.Serialization;
using NewsHub.Trending.Counting;
using NewsHub.Trending.Fairness;
using NewsHub.Wire;

namespace NewsHub.Trending.Recording;

/// <summary>
/// An event of an article's counter, one line of a recording. An event with none of the values below records that the counter's clock was set
/// back. Readers are identified as in batches, by hashes under a key that is replaced at midnight (UTC).
/// </summary>
/// <param name="At">The time of the event, by the counter's clock.</param>
/// <param name="Options">The options used for counting; present in the first line of a recording.</param>
/// <param name="Restored">The counter was loaded from storage, without its recently counted readers.</param>
/// <param name="Batch">Reads were counted.</param>
/// <param name="Reaction">A reaction was given or withdrawn.</param>
/// <param name="Card">How rankings show the article from this event on.</param>
/// <param name="IsGone">The article is no longer public.</param>
/// <param name="HalfLifeSeconds">From this event on <c>rising</c> has this half-life: the counter of the article, or without an article the rankings.</param>
/// <param name="Usual">From this event on these are the usual readers, for windows that open later.</param>
/// <param name="Missing">Number of events lost before this one; the recording cannot be replayed.</param>
public sealed record TrendingEvent(
    DateTimeOffset At,
    string? ArticleId = null,
    [property: JsonPropertyName("law")] RecordedOptions? Options = null,
    RecordedState? Restored = null,
    ReadBatch? Batch = null,
    RecordedReaction? Reaction = null,
    RecordedCard? Card = null,
    bool? IsGone = null,
    long? Missing = null,
    double? HalfLifeSeconds = null,
    UsualReaders? Usual = null);

/// <param name="RisingSeconds">The half-life of <c>rising</c>. Null in recordings of versions in which it was always 15 minutes, without a prior.</param>
public sealed record RecordedOptions(double ReaderWeight, double ReactionWeight, FairnessOptions Fairness, double? RisingSeconds = null)
{
    private const double FormerRisingSeconds = 15 * 60;

    internal HalfLife Rising => new(TimeSpan.FromSeconds(RisingSeconds ?? FormerRisingSeconds));
}

/// <param name="Given">The reaction counts at that time, by kind.</param>
public sealed record RecordedState(CounterState State, IReadOnlyDictionary<string, long> Given);

/// <param name="Today">The reader, hashed with the day's key.</param>
public sealed record RecordedReaction(ulong Today, string Kind, bool On);

public sealed record RecordedCard(string Headline, string Url, string? Section, string? Language = null)
{
    public static RecordedCard Of(WireArticle article) => new(article.Headline ?? "", article.Url, article.Section, article.Language);
}
