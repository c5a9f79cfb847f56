using NewsHub.Articles;
using NewsHub.Articles.Drafts;
using NewsHub.Articles.Lifecycle;
using NewsHub.Wire;
using Xunit;
using static NewsHub.Tests.Articles.Orders;

namespace NewsHub.Tests.Articles;

/// <summary>Rules for withholding, releasing, killing and redacting an article, and what they record.</summary>
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
    public void An_article_that_an_editor_withheld_is_released_only_by_an_editor(string release)
    {
        var refused = Refused(HeldByEditor, Released[release]);

        Assert.Equal(RejectionReason.Forbidden, refused.Why);
        Assert.Contains("It is being checked.", refused.Reason, StringComparison.Ordinal);
        Assert.NotEqual(ArticleStatus.Withheld, Change(HeldByEditor, Released[release] with { Actor = Editor }).Next.Status);
    }

    [Fact]
    public void An_article_withheld_by_an_earlier_version_of_the_hub_counts_as_withheld_by_an_editor() =>
        Assert.Equal(RejectionReason.Forbidden, Refused(HeldByEditor with { Withdrawal = null }, PublishNow).Why);

    [Fact]
    public void An_article_that_an_editor_withheld_can_be_rewritten_by_its_newsroom_and_stays_withheld()
    {
        var rewritten = Change(HeldByEditor, Replace(Text with { Headline = "Ferry is late" })).Next;

        Assert.Equal((ArticleStatus.Withheld, "Ferry is late", true), (rewritten.Status, rewritten.Headline, rewritten.IsHeldByEditor));
    }

    [Fact]
    public void A_newsroom_may_release_what_it_withheld_itself() =>
        Assert.Equal(ArticleStatus.Published, Change(After(Create(DraftStatus.Published), WithholdIt), PublishNow).Next.Status);

    [Fact]
    public void A_kill_records_who_did_it_when_and_why()
    {
        var killed = Change(Published, KillIt with { Actor = Editor }).Next;

        Assert.Equal(new Withdrawal(Noon, "editors", "key-7", IsByEditor: true, "It was untrue."), killed.Withdrawal);
        Assert.Null(ArticleCard.Of(killed).Note);
    }

    [Fact]
    public void A_redaction_leaves_the_text_and_tells_readers_which_versions_are_gone()
    {
        var article = After(Create(DraftStatus.Published), Replace(Text with { Headline = "Ferry is late" }));

        var change = Change(article, Redact(1, "A name was removed."), Noon);

        Assert.Equal((EntryKind.Updated, 3, "Ferry is late"), (change.Kind, change.Next.Version, change.Next.Headline));
        Assert.Equal((1, "A name was removed."), ArticleCard.Of(change.Next) switch { var card => (card.RedactedUpTo, card.Note) });
        Assert.Equal(new Redaction(Noon, "editors", "key-7", 1, "It named somebody."), Assert.Single(change.Next.Redactions!));
        Assert.Null(change.Next.ForReaders().Redactions);
    }

    [Fact]
    public void A_redaction_of_what_is_not_public_tells_readers_nothing()
    {
        var draft = After(Create(DraftStatus.Draft), Replace(Text));

        Assert.Null(Change(draft, Redact(1)).Kind);
        Assert.Null(Change(Change(HeldByEditor, Replace(Text)).Next, Redact(2)).Kind);
    }

    [Fact]
    public void The_current_version_and_what_is_redacted_already_cannot_be_redacted()
    {
        var article = After(Create(DraftStatus.Published), Replace(Text), Redact(1));

        Assert.Equal(RejectionReason.Unfit, Refused(article, Redact(3)).Why);
        Assert.Equal(RejectionReason.Unfit, Refused(article, Redact(1)).Why);
        Assert.Equal(2, Change(article, Redact(2)).Next.RedactedUpTo);
    }
}
