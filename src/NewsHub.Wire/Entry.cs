using System.Text.Json;
using System.Text.Json.Serialization;

namespace NewsHub.Wire;

/// <summary>What happened to an article, or to a post of its live blog.</summary>
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

    /// <summary>A kind stored by a later version of the hub. It advances the cursor and has no other effect.</summary>
    [JsonStringEnumMemberName("other")] Other,

    // Numbers are sent between hubs: new kinds are added at the end.
    [JsonStringEnumMemberName("posted")] Posted,

    /// <summary>A post was replaced, marked or unmarked as a key event, moved, or is no longer struck.</summary>
    [JsonStringEnumMemberName("postEdited")] PostEdited,

    [JsonStringEnumMemberName("postCorrected")] PostCorrected,
    [JsonStringEnumMemberName("postStruck")] PostStruck,
    [JsonStringEnumMemberName("postRemoved")] PostRemoved,

    /// <summary>The state, the pinned post or the order of a live blog.</summary>
    [JsonStringEnumMemberName("coverageChanged")] CoverageChanged,
}

/// <summary>
/// One record of the wire, in the form that every transport delivers. Sequences start at 1 and have no gaps. Entries with
/// <see cref="IsSkipped"/> are not sent to readers.
/// </summary>
[GenerateSerializer, Immutable, Alias("wire.entry")]
public sealed record Entry
{
    [Id(0)] public required Cursor Cursor { get; init; }

    /// <summary>The cursor's sequence.</summary>
    public long Seq => Cursor.Sequence;

    [Id(1)] public required EntryKind Kind { get; init; }

    [Id(2)] public required DateTimeOffset At { get; init; }

    /// <summary>Every topic the article has ever been on, so that every reader who received it also receives its later entries.</summary>
    [Id(3)] public required IReadOnlyList<string> Topics { get; init; }

    /// <summary>The article after the change. A withheld or killed article has only its id, version and URL.</summary>
    [Id(4)] public required WireArticle Article { get; init; }

    /// <summary>The post after the change, in entries about a post; the article is then its live blog.</summary>
    [Id(8)] public WirePost? Post { get; init; }

    /// <summary>
    /// The W3C <c>traceparent</c> (55 characters) of the command that caused the entry, if its trace is recorded. It is passed between hubs and
    /// is neither stored nor sent to readers.
    /// </summary>
    [Id(5), JsonIgnore] public string? TraceParent { get; init; }

    /// <summary>
    /// Milliseconds within which readers fetch the new text of the article, each at a random time, so that the hub does not get all requests at once.
    /// The hub that delivers the entry sets it; it is not stored.
    /// </summary>
    [Id(9)] public int? FetchWithinMs { get; init; }

    /// <summary>The part of the article that changed; null for the article itself.</summary>
    [Id(6), JsonIgnore] public Part? Part { get; init; }

    /// <summary>True when a later entry erased the content. An erased entry has no topics; hubs before schema 3 (SQLite) or 4 (PostgreSQL) store only that.</summary>
    [Id(7), JsonIgnore] public bool IsErased { get => field || Topics.Count == 0; init; }

    /// <summary>What changed.</summary>
    [JsonIgnore] public Subject Subject => Part is null ? new Subject(Article.Id) : new Subject(Part.Id, Article.Id);

    /// <summary>The subject's version after the change.</summary>
    [JsonIgnore] public int Version => Part?.Version ?? Article.Version;

    /// <summary>True when the entry only keeps sequences gapless: its content is erased, or this version does not know its kind.</summary>
    [JsonIgnore] public bool IsSkipped => IsErased || Kind is EntryKind.Other || !Enum.IsDefined(Kind);

    /// <summary>
    /// The subject's earlier entries up to this version are erased, in the log and in every copy; 0 for none. A withdrawal (kill, withhold or the
    /// removal of a post) erases all of them, and those of its parts.
    /// </summary>
    [JsonIgnore]
    public int ErasesUpTo => Kind switch
    {
        EntryKind.Killed or EntryKind.Withheld or EntryKind.PostRemoved => Commit.Everything,
        _ when Part is not null => 0,
        _ => Article.RedactedUpTo ?? 0,
    };

    /// <summary>True when this entry erases the content of <paramref name="earlier"/>.</summary>
    public bool Erases(Entry earlier) => ErasesUpTo > 0 && (earlier.Subject.Id == Subject.Id
        ? earlier.Version <= ErasesUpTo
        : ErasesUpTo == Commit.Everything && earlier.Subject.Parent == Subject.Id);

    /// <summary>
    /// Returns what is left of this entry after a later one: nothing but its place if that one erases it, and the later card if that one erases
    /// versions of the article whose card this entry of a part carries.
    /// </summary>
    public Entry After(Entry later) => later.Erases(this) ? Erased()
        : later.ErasesUpTo > 0 && Part is not null && later.Subject.Id == Article.Id && !IsErased ? this with { Article = later.Article }
        : this;

    /// <summary>Maps a stored entry. If its kind is unknown, only the cursor, the time and the subject are read: the content may have another shape.</summary>
    internal static Entry FromStored(Cursor cursor, StoredEntry stored)
    {
        var isKnown = Enum.TryParse<EntryKind>(stored.Kind, ignoreCase: true, out var known) && Enum.IsDefined(known);
        return new Entry
        {
            Cursor = cursor,
            Kind = isKnown ? known : EntryKind.Other,
            At = DateTimeOffset.FromUnixTimeMilliseconds(stored.AtMilliseconds),
            Topics = isKnown ? JsonSerializer.Deserialize(stored.Topics, WireJson.Default.IReadOnlyListString)! : [],
            Article = isKnown ? StoredContent.ArticleOf(stored) : WireArticle.Bare(stored.Subject.Parent ?? stored.Subject.Id, 0),
            Post = isKnown && !stored.IsErased ? StoredContent.PostOf(stored, cursor.Sequence) : null,
            Part = stored.Subject.Parent is null ? null : new Part(stored.Subject.Id, stored.Version),
            IsErased = stored.IsErased,
        };
    }

    /// <summary>Returns the entry without its content, as it is stored after an erasure.</summary>
    public Entry Erased() => this with
    {
        Topics = [],
        Article = WireArticle.Bare(Article.Id, Article.Version),
        Post = null,
        IsErased = true,
    };
}

/// <summary>A row of <c>entries</c>.</summary>
/// <param name="Version">The subject's version; 0 where an earlier hub stored it only in the article.</param>
/// <param name="Topics">JSON.</param>
/// <param name="Article">JSON, as <see cref="StoredContent"/> writes it.</param>
/// <param name="Card">The article of a part as it is now, JSON; null for an article, and if it is not public.</param>
internal readonly record struct StoredEntry(
    string Kind, long AtMilliseconds, Subject Subject, int Version, bool IsErased, string Topics, string Article, string? Card);
