using System.Text.Json;
using System.Text.Json.Serialization;

namespace NewsHub.Wire;

/// <summary>What happened to an article.</summary>
[GenerateSerializer, Alias("wire.kind"), JsonConverter(typeof(JsonStringEnumConverter<EntryKind>))]
public enum EntryKind
{
    [JsonStringEnumMemberName("published")] Published,
    [JsonStringEnumMemberName("updated")] Updated,
    [JsonStringEnumMemberName("corrected")] Corrected,
    [JsonStringEnumMemberName("withheld")] Withheld,
    [JsonStringEnumMemberName("killed")] Killed,
    [JsonStringEnumMemberName("alerted")] Alerted,
    [JsonStringEnumMemberName("alertCleared")] AlertCleared,

    /// <summary>A kind that a later version of the hub stored. It moves the cursor and changes nothing.</summary>
    [JsonStringEnumMemberName("other")] Other,
}

/// <summary>
/// One line of the wire, in the shape every transport delivers. Sequences run 1, 2, 3 … without a gap; readers get nothing of what
/// <see cref="IsSkipped"/>.
/// </summary>
[GenerateSerializer, Immutable, Alias("wire.entry")]
public sealed record Entry
{
    [Id(0)] public required Cursor Cursor { get; init; }

    /// <summary>The cursor's number, for those who only want to compare.</summary>
    public long Seq => Cursor.Sequence;

    [Id(1)] public required EntryKind Kind { get; init; }

    [Id(2)] public required DateTimeOffset At { get; init; }

    /// <summary>Every topic the article has ever been on: who was shown it once, learns whatever happens to it.</summary>
    [Id(3)] public required IReadOnlyList<string> Topics { get; init; }

    /// <summary>The article after the entry. A withheld or killed one has only its id, version and address.</summary>
    [Id(4)] public required WireArticle Article { get; init; }

    /// <summary>
    /// The trace of the command that caused it, as W3C's traceparent (55 characters), where one is recorded. It goes from hub to hub, and is
    /// neither stored nor shown to readers.
    /// </summary>
    [Id(5), JsonIgnore] public string? TraceParent { get; init; }

    /// <summary>True when the content was erased by a later entry of the article.</summary>
    [JsonIgnore] public bool IsErased => Article.Headline is null && Kind is not (EntryKind.Killed or EntryKind.Withheld);

    /// <summary>True for a number that only keeps the wire gapless: an erased entry, or one of a kind that this version does not know.</summary>
    [JsonIgnore] public bool IsSkipped => IsErased || Kind is EntryKind.Other || !Enum.IsDefined(Kind);

    /// <summary>
    /// The article's earlier entries up to this version are erased, in the log and wherever copies of them are kept; 0: none. An article that
    /// is taken back erases all of them.
    /// </summary>
    [JsonIgnore] public int ErasesUpTo => Kind is EntryKind.Killed or EntryKind.Withheld ? Commit.Everything : Article.RedactedUpTo ?? 0;

    /// <summary>Reads a stored entry. Of a kind that this version does not know only the place and the subject are read: its content may have another shape.</summary>
    internal static Entry FromStored(Cursor cursor, string kind, long atMilliseconds, string articleId, string topics, string article)
    {
        var isKnown = Enum.TryParse<EntryKind>(kind, ignoreCase: true, out var known) && Enum.IsDefined(known);
        return new Entry
        {
            Cursor = cursor,
            Kind = isKnown ? known : EntryKind.Other,
            At = DateTimeOffset.FromUnixTimeMilliseconds(atMilliseconds),
            Topics = isKnown ? JsonSerializer.Deserialize(topics, WireJson.Default.IReadOnlyListString)! : [],
            Article = isKnown ? JsonSerializer.Deserialize(article, WireJson.Default.WireArticle)! : WireArticle.Bare(articleId, 0),
        };
    }

    /// <summary>What is left of the entry once its content is erased.</summary>
    public Entry Erased() => this with
    {
        Topics = [],
        Article = WireArticle.Bare(Article.Id, Article.Version),
    };
}
