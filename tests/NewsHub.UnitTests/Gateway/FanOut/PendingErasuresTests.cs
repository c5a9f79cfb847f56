using NewsHub.Gateway.FanOut;
using NewsHub.Wire;
using Xunit;

namespace NewsHub.Tests.Gateway.FanOut;

public sealed class PendingErasuresTests
{
    private readonly PendingErasures _erasures = new();

    [Fact]
    public void Entries_that_arrived_before_the_kill_of_their_article_are_not_sent()
    {
        Entry[] entries =
        [
            Entries.Entry(1, article: "ferry"), Entries.Entry(2), Entries.Entry(3, EntryKind.Withheld, "ferry", version: 2),
            Entries.Entry(4, article: "ferry", version: 3), Entries.Entry(5, EntryKind.Killed, "ferry", version: 4), Entries.Entry(6, article: "other"),
        ];

        Assert.Equal([2L, 5, 6], SentOf(entries));
    }

    [Fact]
    public void A_redaction_suppresses_only_the_erased_versions()
    {
        Entry[] entries =
        [
            Entries.Entry(1, article: "ferry"), Entries.Entry(2, EntryKind.Corrected, "ferry", version: 2),
            Entries.Entry(3, EntryKind.Updated, "ferry", version: 3, redactedUpTo: 1), Entries.Entry(4, EntryKind.Updated, "ferry", version: 4, redactedUpTo: 1),
        ];

        Assert.Equal([2L, 3, 4], SentOf(entries));
    }

    [Fact]
    public void A_redaction_of_a_live_blog_sends_waiting_posts_with_the_later_card()
    {
        var post = Entries.Entry(1, EntryKind.Posted, "ferry", "Named in error", part: new Part("ferry/p", 1));
        _erasures.Note(post);
        _erasures.Note(Entries.Entry(2, EntryKind.Updated, "ferry", "Corrected", version: 2, redactedUpTo: 1));

        Assert.Equal(("Corrected", false), _erasures.Apply(post) switch { var sent => (sent.Article.Headline, sent.IsErased) });
    }

    [Fact]
    public void An_article_published_again_after_being_withheld_is_sent()
    {
        SentOf(Entries.Entry(1, EntryKind.Withheld, "ferry", version: 2));

        Assert.Equal([2L], SentOf(Entries.Entry(2, article: "ferry", version: 3)));
    }

    [Fact]
    public void A_withdrawal_holds_back_the_parts_of_its_article()
    {
        Entry[] entries =
        [
            Entries.Entry(1, EntryKind.Updated, "match", part: new Part("match-1", 1)), Entries.Entry(2, EntryKind.Updated, "other", part: new Part("other-1", 1)),
            Entries.Entry(3, EntryKind.Withheld, "match", version: 2), Entries.Entry(4, EntryKind.Updated, "match", version: 3, part: new Part("match-2", 1)),
        ];

        Assert.Equal([2L, 3, 4], SentOf(entries));
    }

    [Fact]
    public void A_redaction_of_the_article_does_not_hold_back_its_parts() => Assert.Equal(
        [1L, 2], SentOf(Entries.Entry(1, EntryKind.Updated, "match", part: new Part("match-1", 1)), Entries.Entry(2, EntryKind.Updated, "match", version: 2, redactedUpTo: 1)));

    /// <summary>The sequences that are sent when all entries arrive before the first is sent.</summary>
    private long[] SentOf(params Entry[] entries)
    {
        foreach (var entry in entries) _erasures.Note(entry);
        return [.. entries.Select(_erasures.Apply).Where(entry => entry is { IsSkipped: false, Topics.Count: > 0 }).Select(entry => entry.Seq)];
    }
}
