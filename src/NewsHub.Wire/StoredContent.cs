using System.Text.Json;
using System.Text.Json.Nodes;

namespace NewsHub.Wire;

/// <summary>
/// The content of an entry as JSON in the column <c>article</c>: the article's card; for a part only the article's id, version and URL, with the post as
/// the member <c>post</c>. An erasure, also one by a hub that knows no posts, overwrites the column and thus both.
/// </summary>
internal static class StoredContent
{
    private const string Post = "post";

    public static string Of(EntryDraft entry)
    {
        if (entry.Post is null) return JsonSerializer.Serialize(entry.Article, WireJson.Default.WireArticle);
        var content = JsonSerializer.SerializeToNode(WireArticle.Bare(entry.Article.Id, entry.Article.Version), WireJson.Default.WireArticle)!.AsObject();
        content[Post] = JsonSerializer.SerializeToNode(entry.Post, WireJson.Default.WirePost);
        return content.ToJsonString();
    }

    /// <summary>What lists show of a post; null for an article, of which they show the content.</summary>
    public static string? PostCardOf(EntryDraft entry) => entry.Post is null ? null : JsonSerializer.Serialize(entry.Post, WireJson.Default.WirePost);

    public static WirePost ListedPost(long place, string card) => JsonSerializer.Deserialize(card, WireJson.Default.WirePost)! with { Position = place };

    public static WireArticle ArticleOf(StoredEntry stored) =>
        JsonSerializer.Deserialize(stored is { IsErased: false, Card: { } card } ? card : stored.Article, WireJson.Default.WireArticle)!;

    /// <summary>Returns the post of an entry. The entry that publishes it gives it the position of its sequence.</summary>
    public static WirePost? PostOf(StoredEntry stored, long sequence)
    {
        if (stored.Subject.Parent is null || JsonNode.Parse(stored.Article)![Post] is not { } content) return null;
        var post = content.Deserialize(WireJson.Default.WirePost)!;
        return post.State is PostState.Removed ? post : post with { Position = post.Position ?? Places.Of(sequence) };
    }
}
