using System.Text.Json;
using NewsHub.Articles.Lifecycle;
using NewsHub.Articles.LiveBlogs;
using NewsHub.Wire;

namespace NewsHub.Articles;

/// <summary>Reads and commits articles, and notifies the wire of each committed entry.</summary>
internal sealed class ArticleStore(IWireStore store, WireNotifier notifier)
{
    public async Task<Article?> Find(string id) =>
        await store.FindDocument(id) is { } stored ? JsonSerializer.Deserialize(stored.Document.Span, ArticleJson.Default.Article) : null;

    /// <summary>The outcome of an earlier command with this key; null when there is none.</summary>
    public async Task<CommandOutcome?> FindRepeated(IdempotencyKey key) =>
        await store.FindCommand(key.Id) is { } prior ? ToRepeated(key, prior) : null;

    /// <summary>The outcome for a key that is already used: the first receipt when the fingerprints match, otherwise a refusal.</summary>
    public static CommandOutcome ToRepeated(IdempotencyKey key, PriorCommand prior) => prior.IdempotencyKey.Fingerprint == key.Fingerprint
        ? new CommandOutcome.Repeated(prior.Receipt)
        : new CommandOutcome.Refused(RejectionReason.KeyReused, "This Idempotency-Key was used for a different command.");

    /// <summary>Stores a change in one commit and notifies the wire.</summary>
    /// <param name="current">The stored article; null when it does not exist yet.</param>
    public async Task<CommitOutcome> Commit(Article? current, Decision.Change change, IdempotencyKey? key, DateTimeOffset now)
    {
        var erased = change.Next.Status is ArticleStatus.Killed ? Wire.Commit.Everything
            : change.Next.RedactedUpTo is { } upTo && upTo != current?.RedactedUpTo ? upTo
            : 0;
        var outcome = await store.Commit(new Commit
        {
            Subject = new Subject(change.Next.Id),
            ExpectedVersion = current?.Version ?? 0,
            At = now,
            Document = JsonSerializer.SerializeToUtf8Bytes(change.Next, ArticleJson.Default.Article),
            Status = JsonNamingPolicy.CamelCase.ConvertName(change.Next.Status.ToString()),
            ListedUnder = CoverageRules.IsOpen(change.Next) ? [.. ArticleTopics.Of(change.Next), Wire.Commit.Open(change.Next.Id)] : ArticleTopics.Of(change.Next),
            ListedAt = Backdating.ListedAt(change.Next.PublishedAt, now),
            DueAt = ArticleRules.DueAt(change.Next),
            IdempotencyKey = key,
            EraseEntriesUpTo = change.Kind is EntryKind.Withheld ? Wire.Commit.Everything : erased,
            EraseVersionsUpTo = erased,
            Entry = change.Kind is { } kind ? new EntryDraft(kind, now, ArticleTopics.OfEntry(change.Next, kind), ArticleCard.Of(change.Next)) : null,
        });
        if (outcome is CommitOutcome.Committed { Receipt.Cursor: { } cursor }) notifier.Notify(cursor.Sequence);
        return outcome;
    }

    /// <summary>Removes an article that was never public.</summary>
    public Task<CommitOutcome> Delete(Article current, IdempotencyKey? key, DateTimeOffset now) => store.Commit(new Commit
    {
        Subject = new Subject(current.Id),
        ExpectedVersion = current.Version,
        At = now,
        Document = default,
        Status = "deleted",
        IdempotencyKey = key,
        EraseEntriesUpTo = Wire.Commit.Everything,
        EraseVersionsUpTo = Wire.Commit.Everything,
        Deletes = true,
    });
}
