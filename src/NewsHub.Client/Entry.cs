using System.Text.Json.Serialization;

namespace NewsHub.Client;

/// <summary>A change of an article, or of a post of its live blog. Each entry of the followed topics is delivered once, in wire order.</summary>
/// <param name="Cursor">Opaque position; a wire that is opened with it resumes after this entry.</param>
/// <param name="Seq">The sequence number of the cursor; a higher number is later. It has gaps where entries are on other topics.</param>
/// <param name="Topics">All topics that the article is or has been on.</param>
/// <param name="Article">The article after the change. A withheld or killed article has only its id, version, URL and an optional note.</param>
public sealed record Entry(string Cursor, long Seq, EntryKind Kind, DateTimeOffset At, IReadOnlyList<string> Topics, Article Article) : News
{
    /// <summary>The post after the change, in entries about a post; null in those about an article.</summary>
    public Post? Post { get; init; }

    /// <summary>Programs that fetch the new text of the article, which entries do not have, do so at a random time within these milliseconds.</summary>
    public int? FetchWithinMs { get; init; }

    /// <summary>True if the article is withheld or killed: remove it from display.</summary>
    [JsonIgnore] public bool IsWithdrawn => Kind is EntryKind.Withheld or EntryKind.Killed;

    /// <summary>True if a paused reader gets the entry too: something shown was withdrawn.</summary>
    internal bool IsForPaused => IsWithdrawn || Kind is EntryKind.PostRemoved or EntryKind.PostStruck;
}

/// <summary>The kind of an entry.</summary>
[JsonConverter(typeof(TolerantEnumConverter<EntryKind>))]
public enum EntryKind
{
    /// <summary>A kind that this version of the library does not know. Such an entry advances the cursor and is not delivered.</summary>
    Other,
    Published,
    Updated,
    Corrected,
    Withheld,
    Killed,
    Alerted,
    AlertCleared,
    Posted,
    PostEdited,
    PostCorrected,
    PostStruck,
    PostRemoved,

    /// <summary>The state, the pinned post or the order of a live blog.</summary>
    CoverageChanged,
}
