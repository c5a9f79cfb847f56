using System.Text.Json;
using NewsHub.Wire;

namespace NewsHub.Articles.LiveBlogs;

/// <summary>Reads and commits posts, and notifies the wire of each committed entry.</summary>
internal sealed class PostStore(IWireStore store, WireNotifier notifier)
{
    public Task<Post?> Find(string articleId, string postId) => Find(store, articleId, postId);

    /// <summary>Finds a post in any state; null if it does not exist.</summary>
    public static async Task<Post?> Find(IWireStore store, string articleId, string postId) =>
        await store.FindDocument(Post.SubjectOf(articleId, postId).Id) is { } stored
            ? JsonSerializer.Deserialize(stored.Document.Span, ArticleJson.Default.Post)! with { Position = stored.ListedAt }
            : null;

    /// <summary>The posts of a live blog that exist or are scheduled.</summary>
    public Task<PartCounts> Count(string articleId) => store.CountParts(articleId);

    /// <summary>Stores a change in one commit and notifies the wire.</summary>
    public async Task<CommitOutcome> Commit(Article article, Post? current, PostDecision.Change change, IdempotencyKey? key, DateTimeOffset now)
    {
        var next = change.Next;
        var erased = next.State is PostState.Removed ? Wire.Commit.Everything : 0;
        var outcome = await store.Commit(new Commit
        {
            Subject = Post.SubjectOf(next.Coverage, next.Id),
            ExpectedVersion = current?.Version ?? 0,
            At = now,
            Document = JsonSerializer.SerializeToUtf8Bytes(next, ArticleJson.Default.Post),
            Status = JsonNamingPolicy.CamelCase.ConvertName(next.State.ToString()),
            ListedUnder = PostRules.ListedUnder(next),
            MovedTo = change.MovedTo,
            DueAt = next.State is PostState.Scheduled ? next.PublishAt : null,
            IdempotencyKey = key,
            EraseEntriesUpTo = erased,
            EraseVersionsUpTo = erased,
            Entry = change.Kind is { } kind ? new EntryDraft(kind, now, next.Topics, WireArticle.Bare(article.Id, article.Version), next.ToCard()) : null,
        });
        if (outcome is CommitOutcome.Committed { Receipt.Cursor: { } cursor }) notifier.Notify(cursor.Sequence);
        return outcome;
    }
}
