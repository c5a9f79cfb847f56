using NewsHub.Articles;
using NewsHub.Articles.Drafts;
using NewsHub.Articles.Lifecycle;
using NewsHub.Wire;
using Xunit;
using static NewsHub.Tests.Articles.Commands;

namespace NewsHub.Tests.Articles;

/// <summary>Tests the rules for withholding, releasing, killing and redacting, and the records they leave.</summary>
public sealed class WithdrawalRulesTests
{
    private static readonly Article Published = After(Create(DraftStatus.Published));
    private static readonly Article HeldByEditor = After(Create(DraftStatus.Published), WithholdByEditor);

    [Fact]
    public void Withholding_records_who_did_it_when_and_why()
    {
        var withdrawal = HeldByEditor.Withdrawal!;

        Assert.Equal(
            new Withdrawal(Noon.AddMinutes(1), "editors", "key-7", IsByEditor: true, "It is being checked.", "We are checking this report."), withdrawal);
        Assert.Equal("We are checking this report.", ArticleCard.Of(HeldByEditor).Note);
        Assert.Null(Change(HeldByEditor, PublishNow with { Actor = Editor }).Next.Withdrawal);
    }

    public static TheoryData<string> Releases => [.. Released.Keys];

    private static readonly Dictionary<string, ArticleCommand> Released = new()
    {
        ["publish"] = PublishNow,
        ["replace as published"] = Replace(Text with { Status = DraftStatus.Published }),
        ["replace as published later"] = Replace(Text with { Status = DraftStatus.Published, PublishAt = Noon.AddDays(1) }),
        ["replace as draft"] = Replace(Text with { Status = DraftStatus.Draft }),
    };

    [Theory]
    [MemberData(nameof(Releases))]
    public void Only_an_editor_can_release_an_article_that_an_editor_withheld(string release)
    {
        var refused = Refused(HeldByEditor, Released[release]);

        Assert.Equal(RejectionReason.Forbidden, refused.Reason);
        Assert.Contains("It is being checked.", refused.Detail, StringComparison.Ordinal);
        Assert.NotEqual(ArticleStatus.Withheld, Change(HeldByEditor, Released[release] with { Actor = Editor }).Next.Status);
    }

    [Fact]
    public void A_withheld_article_without_a_recorded_withdrawal_counts_as_withheld_by_an_editor() =>
        Assert.Equal(RejectionReason.Forbidden, Refused(HeldByEditor with { Withdrawal = null }, PublishNow).Reason);

    [Fact]
    public void Its_newsroom_can_replace_an_article_that_an_editor_withheld_and_it_stays_withheld()
    {
        var rewritten = Change(HeldByEditor, Replace(Text with { Headline = "Ferry is late" })).Next;

        Assert.Equal((ArticleStatus.Withheld, "Ferry is late", true), (rewritten.Status, rewritten.Headline, rewritten.IsHeldByEditor));
    }

    [Fact]
    public void A_newsroom_can_release_an_article_that_it_withheld() =>
        Assert.Equal(ArticleStatus.Published, Change(After(Create(DraftStatus.Published), WithholdByNewsroom), PublishNow).Next.Status);

    [Fact]
    public void Killing_records_who_did_it_when_and_why()
    {
        var killed = Change(Published, KillByNewsroom with { Actor = Editor }).Next;

        Assert.Equal(new Withdrawal(Noon, "editors", "key-7", IsByEditor: true, "It was untrue."), killed.Withdrawal);
        Assert.Null(ArticleCard.Of(killed).Note);
    }

    [Fact]
    public void Redacting_keeps_the_text_and_publishes_the_redacted_versions()
    {
        var article = After(Create(DraftStatus.Published), Replace(Text with { Headline = "Ferry is late" }));

        var change = Change(article, Redact(1, "A name was removed."), Noon);

        Assert.Equal((EntryKind.Updated, 3, "Ferry is late"), (change.Kind, change.Next.Version, change.Next.Headline));
        Assert.Equal((1, "A name was removed."), ArticleCard.Of(change.Next) switch { var card => (card.RedactedUpTo, card.Note) });
        Assert.Equal(new Redaction(Noon, "editors", "key-7", 1, "It named somebody."), Assert.Single(change.Next.Redactions!));
        Assert.Null(change.Next.ForReaders().Redactions);
    }

    [Fact]
    public void Redacting_an_article_that_is_not_public_writes_no_entry()
    {
        var draft = After(Create(DraftStatus.Draft), Replace(Text));

        Assert.Null(Change(draft, Redact(1)).Kind);
        Assert.Null(Change(Change(HeldByEditor, Replace(Text)).Next, Redact(2)).Kind);
    }

    [Fact]
    public void The_current_version_and_redacted_versions_cannot_be_redacted()
    {
        var article = After(Create(DraftStatus.Published), Replace(Text), Redact(1));

        Assert.Equal(RejectionReason.InvalidState, Refused(article, Redact(3)).Reason);
        Assert.Equal(RejectionReason.InvalidState, Refused(article, Redact(1)).Reason);
        Assert.Equal(2, Change(article, Redact(2)).Next.RedactedUpTo);
    }
}
