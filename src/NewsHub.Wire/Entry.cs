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
}

/// <summary>
/// One line of the wire, in the shape every transport delivers. Sequences run 1, 2, 3 … without a gap; readers skip what is
/// <see cref="IsErased"/>.
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

    /// <summary>The entry's content was erased by a later kill: a number that keeps the wire gapless, never shown to readers.</summary>
    [JsonIgnore] public bool IsErased => Article.Headline is null && Kind is not (EntryKind.Killed or EntryKind.Withheld);

    /// <summary>What is left of the entry once its article is killed.</summary>
    public Entry Erased() => this with
    {
        Topics = [],
        Article = new WireArticle { Id = Article.Id, Version = Article.Version, Url = $"/articles/{Article.Id}" },
    };
}
