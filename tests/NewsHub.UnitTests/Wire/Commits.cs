using NewsHub.Wire;

namespace NewsHub.Tests.Wire;

/// <summary>Creates commits as an article's owner does.</summary>
internal static class Commits
{
    public static readonly DateTimeOffset Noon = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);

    public static Commit Publish(string id, string headline = "Ferry returns to the old harbour", IdempotencyKey? command = null) =>
        Change(id, 0, EntryKind.Published, headline) with { IdempotencyKey = command };

    public static Commit Change(string id, int expected, EntryKind kind, string headline, params string[] topics)
    {
        if (topics.Length == 0) topics = [Topic.News, Topic.Section("world"), Topic.Article(id)];
        return new Commit
        {
            Subject = new Subject(id),
            ExpectedVersion = expected,
            At = Noon,
            Document = System.Text.Encoding.UTF8.GetBytes($$"""{"headline":"{{headline}}"}"""),
            Status = "published",
            ListedUnder = topics,
            Entry = new EntryDraft(kind, Noon, topics, new WireArticle
            {
                Id = id, Version = expected + 1, Headline = headline, Section = "world", PublishedAt = Noon, Url = $"/articles/{id}",
            }),
        };
    }

    /// <summary>Publishes or changes a part of an article, as the owner of a live blog's posts would.</summary>
    public static Commit Part(string article, string id, string text = "Goal", int expected = 0)
    {
        var change = Change(article, expected, expected == 0 ? EntryKind.Posted : EntryKind.PostEdited, text, Topic.Article(article));
        var post = new WirePost { Id = id, Version = expected + 1, State = PostState.Published, Title = text, At = Noon, Url = WirePost.UrlOf(article, id) };
        return change with { Subject = new Subject(id, article), ListedUnder = [$"posts/{article}"], Entry = change.Entry! with { Post = post } };
    }

    public static Commit Kill(string id, int expected) => Withdraw(id, expected, EntryKind.Killed) with { EraseVersionsUpTo = Commit.Everything };

    public static Commit Withhold(string id, int expected) => Withdraw(id, expected, EntryKind.Withheld);

    private static Commit Withdraw(string id, int expected, EntryKind kind)
    {
        string[] topics = [Topic.News, Topic.Section("world"), Topic.Article(id)];
        return new Commit
        {
            Subject = new Subject(id), ExpectedVersion = expected, At = Noon, Document = "{}"u8.ToArray(), Status = kind.ToString(),
            EraseEntriesUpTo = Commit.Everything,
            Entry = new EntryDraft(kind, Noon, topics, WireArticle.Bare(id, expected + 1)),
        };
    }
}
