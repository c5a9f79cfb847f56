using System.Text.Json.Serialization;

namespace NewsHub.Client;

/// <summary>Something happened to an article. Each entry of the topics comes once, in the order of the wire.</summary>
/// <param name="Cursor">Opaque; a wire that is opened with it goes on after this entry.</param>
/// <param name="Seq">The cursor's number: higher is later. Numbers of other topics are left out.</param>
/// <param name="Topics">Every topic the article has ever been on.</param>
/// <param name="Article">The article after it. A withheld or killed one has only its id, version and address, and perhaps a note.</param>
public sealed record Entry(string Cursor, long Seq, EntryKind Kind, DateTimeOffset At, IReadOnlyList<string> Topics, Article Article) : News
{
    /// <summary>Whoever shows the article has to take it away.</summary>
    [JsonIgnore] public bool IsTakenBack => Kind is EntryKind.Withheld or EntryKind.Killed;
}

/// <summary>What happened to an article.</summary>
[JsonConverter(typeof(KnownNames<EntryKind>))]
public enum EntryKind
{
    /// <summary>A kind that this version of the library does not know. Such an entry moves the cursor and is not handed on.</summary>
    Other,
    Published,
    Updated,
    Corrected,
    Withheld,
    Killed,
    Alerted,
    AlertCleared,
}
