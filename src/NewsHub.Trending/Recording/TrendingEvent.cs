using NewsHub.Trending.Counting;
using NewsHub.Trending.Fairness;
using NewsHub.Wire;

namespace NewsHub.Trending.Recording;

/// <summary>
/// A line of the log of counts: one of the things below happened to an article's counter, or, when there is none, its clock was set back.
/// Of the reader it holds what batches hold, hashes whose key is forgotten at midnight.
/// </summary>
/// <param name="At">By the counter's clock.</param>
/// <param name="Law">The first line of a recording: what weighs how much.</param>
/// <param name="Restored">The counter came into memory as it was stored, and has forgotten who counted of late.</param>
/// <param name="Batch">Reads were counted.</param>
/// <param name="Reaction">A reaction was given or taken back.</param>
/// <param name="Card">How rankings show the article from now on.</param>
/// <param name="IsGone">The article is not public any more.</param>
/// <param name="Missing">So many lines before this one were lost: what is replayed is not what happened.</param>
public sealed record TrendingEvent(
    DateTimeOffset At,
    string? ArticleId = null,
    RecordedOptions? Law = null,
    RecordedState? Restored = null,
    ReadBatch? Batch = null,
    RecordedReaction? Reaction = null,
    RecordedCard? Card = null,
    bool? IsGone = null,
    long? Missing = null);

public sealed record RecordedOptions(double ReaderWeight, double ReactionWeight, FairnessOptions Fairness);

/// <param name="Given">The reactions of then, by kind.</param>
public sealed record RecordedState(CounterState State, IReadOnlyDictionary<string, long> Given);

/// <param name="Today">The reader by the hash of the day.</param>
public sealed record RecordedReaction(ulong Today, string Kind, bool On);

public sealed record RecordedCard(string Headline, string Url, string? Section)
{
    public static RecordedCard Of(WireArticle article) => new(article.Headline ?? "", article.Url, article.Section);
}
