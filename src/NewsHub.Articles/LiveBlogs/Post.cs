using System.Text.Json.Serialization;
using NewsHub.Wire;

namespace NewsHub.Articles.LiveBlogs;

/// <summary>A post of a live blog. The grain state, the stored document and the API representation for newsrooms are this one type.</summary>
[GenerateSerializer, Immutable, Alias("articles.post")]
public sealed record Post
{
    /// <summary>Unique among the posts of its article.</summary>
    [Id(0)] public required string Id { get; init; }

    /// <summary>The id of its article.</summary>
    [Id(1)] public required string Coverage { get; init; }

    /// <summary>Starts at 1 and increases by one with each change. Used as the ETag.</summary>
    [Id(2)] public required int Version { get; init; }

    [Id(3)] public required PostState State { get; init; }

    /// <summary>Plain text.</summary>
    [Id(4)] public string? Title { get; init; }

    /// <summary>The body as submitted, in the format that <c>bodyFormat</c> names.</summary>
    [Id(5)] public string? Body { get; init; }

    [Id(6)] public BodyFormat BodyFormat { get; init; }

    /// <summary>The body as sanitised HTML.</summary>
    [Id(7)] public string? BodyHtml { get; init; }

    [Id(8)] public IReadOnlyList<Author> Authors { get; init; } = [];

    /// <summary>A short word before the title, such as "Analysis".</summary>
    [Id(9)] public string? Label { get; init; }

    /// <summary>True for a key event.</summary>
    [Id(10)] public bool Key { get; init; }

    [Id(11)] public Image? Image { get; init; }
    [Id(12)] public Source? Source { get; init; }

    /// <summary>The time shown with the post; absent until it is published, unless the newsroom sets it.</summary>
    [Id(13)] public DateTimeOffset? At { get; init; }

    /// <summary>The place among the other posts, a value of <see cref="Places"/>; absent until it is published.</summary>
    [Id(14)] public long? Position { get; init; }

    /// <summary>When the post is to be published.</summary>
    [Id(15)] public DateTimeOffset? PublishAt { get; init; }

    /// <summary>Public correction notes, latest last.</summary>
    [Id(16)] public IReadOnlyList<Correction> Corrections { get; init; } = [];

    /// <summary>Present while the post is struck.</summary>
    [Id(17)] public Strike? Struck { get; init; }

    [Id(18)] public required DateTimeOffset CreatedAt { get; init; }
    [Id(19)] public required DateTimeOffset UpdatedAt { get; init; }
    [Id(20)] public DateTimeOffset? PublishedAt { get; init; }

    /// <summary>When the text was last edited or corrected; absent if it is as first published.</summary>
    [Id(21)] public DateTimeOffset? EditedAt { get; init; }

    /// <summary>Every topic the post has ever been on.</summary>
    [Id(22)] public IReadOnlyList<string> Topics { get; init; } = [];

    /// <summary>The post's own address, relative to the root of the hub.</summary>
    public string Url => WirePost.UrlOf(Coverage, Id);

    /// <summary>True for a post that readers see.</summary>
    [JsonIgnore] public bool IsPublic => State is PostState.Published or PostState.Struck;

    /// <summary>The subject of the post's commits. An article id contains no slash, so no two posts and no article share an id.</summary>
    public static Subject SubjectOf(string articleId, string postId) => new($"{articleId}/{postId}", articleId);

    /// <summary>The post as readers see it on the wire.</summary>
    public WirePost ToCard() => IsPublic
        ? new WirePost
        {
            Id = Id, Version = Version, State = State, Key = Key, Title = Title, Html = BodyHtml, Authors = Authors.Count == 0 ? null : Authors, Label = Label,
            Image = Image, Source = Source, At = At, Position = Position, Url = Url, Note = Corrections.Count == 0 ? null : Corrections[^1].Note,
            Reason = Struck?.Reason, EditedAt = EditedAt, StruckAt = Struck?.At,
        }
        : new WirePost { Id = Id, Version = Version, State = State, Url = Url };
}

/// <summary>When and why a post was struck.</summary>
/// <param name="Reason">Plain text for readers.</param>
[GenerateSerializer, Immutable, Alias("articles.strike")]
public sealed record Strike([property: Id(0)] DateTimeOffset At, [property: Id(1)] string Reason);
