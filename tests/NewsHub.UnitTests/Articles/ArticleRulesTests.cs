using NewsHub.Articles;
using NewsHub.Articles.Drafts;
using NewsHub.Articles.Lifecycle;
using NewsHub.Wire;
using Xunit;
using static NewsHub.Tests.Articles.Commands;

namespace NewsHub.Tests.Articles;

public sealed class ArticleRulesTests
{
    private static readonly DateTimeOffset Evening = Noon.AddHours(8);
    private static readonly Article Draft = After(Create(DraftStatus.Draft));
    private static readonly Article Published = After(Create(DraftStatus.Published));
    private static readonly Article Breaking = After(Create(Text with { Status = DraftStatus.Published, Alert = AlertLevel.Flash, AlertMinutes = 10 }));
    private static readonly Article Embargoed = After(Create(Text with { Status = DraftStatus.Published, EmbargoedUntil = Evening }));
    private static readonly Article Scheduled = After(Create(Text with { Status = DraftStatus.Published, PublishAt = Evening }));
    private static readonly Article Withheld = After(Create(DraftStatus.Published), WithholdByNewsroom);
    private static readonly Article Killed = After(Create(DraftStatus.Published), KillByNewsroom);

    [Fact]
    public void The_first_version_is_1_and_belongs_to_the_newsroom_that_created_it()
    {
        Assert.Equal((1, "harbour", ArticleStatus.Draft), (Draft.Version, Draft.Newsroom, Draft.Status));
        Assert.Equal((Noon, Noon), (Draft.CreatedAt, Draft.UpdatedAt));
    }

    [Fact]
    public void Every_change_increments_the_version_and_sets_the_update_time() =>
        Assert.Equal((4, Noon.AddMinutes(3)), After(Create(DraftStatus.Draft), Replace(Text), PublishNow, WithholdByNewsroom) switch { var a => (a.Version, a.UpdatedAt) });

    [Fact]
    public void Creating_a_draft_writes_no_entry() => Assert.Null(Change(null, Create(DraftStatus.Draft)).Kind);

    [Fact]
    public void Publishing_writes_an_entry_to_all_topics()
    {
        var change = Change(Draft, PublishNow, Noon.AddHours(1));

        Assert.Equal((ArticleStatus.Published, EntryKind.Published), (change.Next.Status, change.Kind));
        Assert.Equal(Noon.AddHours(1), change.Next.PublishedAt);
        Assert.Equal(["news", "section/world", "tag/harbour", "article/ferry"], change.Next.Topics);
    }

    [Fact]
    public void A_publication_time_in_the_past_becomes_the_publication_date() =>
        Assert.Equal(Noon.AddYears(-3), After(Create(Text with { Status = DraftStatus.Published, PublishAt = Noon.AddYears(-3) })).PublishedAt);

    [Fact]
    public void Publishing_an_article_from_an_archive_is_only_on_its_own_topic()
    {
        var old = Change(null, Create(Text with { Status = DraftStatus.Published, PublishAt = Noon.AddHours(-25) })).Next;
        Assert.Equal(["article/ferry"], ArticleTopics.OfEntry(old, EntryKind.Published));
        foreach (var kind in (EntryKind[])[EntryKind.Corrected, EntryKind.Withheld, EntryKind.Killed])
            Assert.Equal(["news", "section/world", "tag/harbour", "article/ferry"], ArticleTopics.OfEntry(old, kind));

        var recent = Change(null, Create(Text with { Status = DraftStatus.Published, PublishAt = Noon.AddHours(-23) })).Next;
        Assert.Contains("news", ArticleTopics.OfEntry(recent, EntryKind.Published));
    }

    [Fact]
    public void An_article_from_an_archive_cannot_have_an_alert()
    {
        var old = Text with { Status = DraftStatus.Published, PublishAt = Noon.AddYears(-3) };
        Assert.Equal(RejectionReason.InvalidState, Refused(null, Create(old with { Alert = AlertLevel.Flash })).Reason);
        Assert.Equal(RejectionReason.InvalidState, Refused(After(Create(old)), Replace(Text with { Alert = AlertLevel.Flash })).Reason);
        Assert.Equal(RejectionReason.InvalidState, Refused(After(Create(old)), Alert(AlertLevel.Urgent)).Reason);
    }

    [Fact]
    public void An_article_that_was_never_public_can_be_deleted()
    {
        foreach (var article in (Article[])[Draft, Scheduled, Embargoed]) Assert.IsType<Decision.Deletion>(ArticleRules.Decide(Id, article, DeleteByNewsroom, Noon));
        foreach (var article in (Article[])[Published, Withheld]) Assert.Equal(RejectionReason.InvalidState, Refused(article, DeleteByNewsroom).Reason);
        Assert.Equal(RejectionReason.Gone, Refused(Killed, DeleteByNewsroom).Reason);
        Assert.Equal(RejectionReason.Forbidden, Refused(Draft, new Delete { Actor = Hills }).Reason);
        var held = Change(Scheduled, WithholdByEditor).Next;
        Assert.Equal(RejectionReason.Forbidden, Refused(held, DeleteByNewsroom).Reason);
        Assert.IsType<Decision.Deletion>(ArticleRules.Decide(Id, held, new Delete { Actor = Editor }, Noon));
    }

    [Fact]
    public void Publishing_a_published_article_is_refused() => Assert.Equal(RejectionReason.InvalidState, Refused(Published, PublishNow).Reason);

    [Theory]
    [InlineData(null, "world")]
    [InlineData("Ferry returns", null)]
    public void Publishing_without_headline_or_section_is_refused(string? headline, string? section)
    {
        var draft = Text with { Headline = headline, Section = section };

        Assert.Equal(RejectionReason.Incomplete, Refused(null, Create(draft with { Status = DraftStatus.Published })).Reason);
        Assert.Equal(RejectionReason.Incomplete, Refused(After(Create(draft)), PublishNow).Reason);
        Assert.Equal(RejectionReason.Incomplete, Refused(Published, Replace(draft)).Reason);
    }

    [Fact]
    public void A_scheduled_article_is_released_at_its_publication_time()
    {
        Assert.Equal((ArticleStatus.Scheduled, Evening), (Scheduled.Status, ArticleRules.DueAt(Scheduled)));
        Assert.Null(ArticleRules.Wake(Scheduled, Evening.AddMilliseconds(-1)));
        var released = Assert.IsType<Decision.Change>(ArticleRules.Wake(Scheduled, Evening));
        Assert.Equal((ArticleStatus.Published, EntryKind.Published, Evening), (released.Next.Status, released.Kind, released.Next.PublishedAt));
    }

    [Fact]
    public void A_scheduled_article_can_be_published_early() =>
        Assert.Equal((ArticleStatus.Published, Noon), Change(Scheduled, PublishNow).Next switch { var a => (a.Status, a.PublishedAt) });

    [Fact]
    public void An_embargoed_article_cannot_be_published_early()
    {
        Assert.Equal(ArticleStatus.Scheduled, Embargoed.Status);
        Assert.Equal(ArticleStatus.Scheduled, Change(Embargoed, PublishNow).Next.Status);
        Assert.Null(ArticleRules.Wake(Embargoed, Evening.AddMilliseconds(-1)));
        Assert.Equal(EntryKind.Published, Assert.IsType<Decision.Change>(ArticleRules.Wake(Embargoed, Evening)).Kind);
    }

    [Fact]
    public void An_embargo_that_ends_after_the_publication_time_delays_the_release()
    {
        var article = After(Create(Text with { Status = DraftStatus.Published, PublishAt = Noon.AddHours(1), EmbargoedUntil = Evening }));

        Assert.Equal(Evening, ArticleRules.DueAt(article));
    }

    [Fact]
    public void Publication_date_is_not_inside_the_embargo()
    {
        var article = After(Create(Text with { Status = DraftStatus.Published, PublishAt = Noon.AddDays(-2), EmbargoedUntil = Noon.AddDays(-1) }));

        Assert.Equal((ArticleStatus.Published, Noon.AddDays(-1)), (article.Status, article.PublishedAt));
    }

    [Fact]
    public void A_withheld_article_with_a_time_to_come_waits_for_it_again_and_is_published_early_by_a_second_command()
    {
        var withheld = Change(Scheduled, WithholdByEditor).Next;

        var waiting = Change(withheld, PublishNow with { Actor = Editor }).Next;

        Assert.Equal((ArticleStatus.Withheld, ArticleStatus.Scheduled, Evening), (withheld.Status, waiting.Status, ArticleRules.DueAt(waiting)));
        Assert.Equal(ArticleStatus.Published, Change(waiting, PublishNow).Next.Status);
    }

    [Fact]
    public void Replacing_an_article_keeps_its_embargo()
    {
        var replaced = Change(Embargoed, Replace(Text with { Headline = "Another" })).Next;

        Assert.Equal((ArticleStatus.Scheduled, Evening), (replaced.Status, replaced.EmbargoedUntil));
    }

    [Fact]
    public void Replacing_a_published_article_writes_an_updated_entry()
    {
        var change = Change(Published, Replace(Text with { Headline = "Another" }));

        Assert.Equal((EntryKind.Updated, "Another", Noon), (change.Kind, change.Next.Headline, change.Next.PublishedAt));
    }

    [Fact]
    public void Replacing_a_published_article_with_a_draft_is_refused() =>
        Assert.Equal(RejectionReason.InvalidState, Refused(Published, Replace(Text with { Status = DraftStatus.Draft })).Reason);

    [Fact]
    public void Replacing_a_draft_keeps_it_a_draft_unless_the_status_is_published()
    {
        Assert.Null(Change(Draft, Replace(Text)).Kind);
        Assert.Equal(EntryKind.Published, Change(Draft, Replace(Text with { Status = DraftStatus.Published })).Kind);
    }

    [Fact]
    public void Only_a_published_article_can_be_corrected()
    {
        Assert.All([Draft, Scheduled, Withheld], article => Assert.Equal(RejectionReason.InvalidState, Refused(article, Correct("It was Tuesday.")).Reason));
        var change = Change(Published, Correct("It was Tuesday."), Evening);
        Assert.Equal((EntryKind.Corrected, new Correction(Evening, "It was Tuesday.")), (change.Kind, Assert.Single(change.Next.Corrections)));
    }

    [Fact]
    public void Corrections_accumulate_and_can_change_the_text()
    {
        var article = After(Create(DraftStatus.Published), Correct("First."), Correct("Second.", Text with { Headline = "Mended" }));

        Assert.Equal(["First.", "Second."], article.Corrections.Select(correction => correction.Note));
        Assert.Equal("Mended", article.Headline);
    }

    [Fact]
    public void Withholding_removes_the_article_from_all_lists_and_writes_an_entry_to_all_its_topics()
    {
        var change = Change(Breaking, WithholdByNewsroom);

        Assert.Equal((ArticleStatus.Withheld, EntryKind.Withheld), (change.Next.Status, change.Kind));
        Assert.Equal(["news", "breaking", "section/world", "tag/harbour", "article/ferry"], change.Next.Topics);
        Assert.Empty(ArticleTopics.Of(change.Next));
        Assert.Null(ArticleCard.Of(change.Next).Headline);
        Assert.Null(ArticleRules.DueAt(change.Next));
    }

    [Fact]
    public void Publishing_a_withheld_article_keeps_its_first_date_and_its_topics()
    {
        var republished = Change(Withheld, PublishNow, Evening);

        Assert.Equal((EntryKind.Published, Noon), (republished.Kind, republished.Next.PublishedAt));
        Assert.Equal(Withheld.Topics, republished.Next.Topics);
    }

    [Fact]
    public void A_withheld_scheduled_article_is_no_longer_due()
    {
        var change = Change(Scheduled, WithholdByNewsroom);

        Assert.Equal((ArticleStatus.Withheld, null), (change.Next.Status, change.Kind));
        Assert.Null(ArticleRules.DueAt(change.Next));
        Assert.Null(ArticleRules.Wake(change.Next, Evening.AddDays(1)));
    }

    [Fact]
    public void Killing_erases_everything_but_identity_dates_topics_and_withdrawal()
    {
        var change = Change(Breaking, KillByNewsroom, Evening);

        Assert.Equal(EntryKind.Killed, change.Kind);
        Assert.Equivalent(
            new Article
            {
                Id = Id, Version = 2, Status = ArticleStatus.Killed, Newsroom = "harbour", CreatedAt = Noon, UpdatedAt = Evening, PublishedAt = Noon,
                Withdrawal = new Withdrawal(Evening, "harbour", null, IsByEditor: false, "It was untrue."), Topics = Breaking.Topics,
            },
            change.Next,
            strict: true);
    }

    [Fact]
    public void Killing_a_draft_writes_no_entry() => Assert.Null(Change(Draft, KillByNewsroom).Kind);

    [Fact]
    public void Killing_an_article_that_was_public_writes_a_killed_entry() => Assert.Equal(EntryKind.Killed, Change(Withheld, KillByNewsroom).Kind);

    [Fact]
    public void Every_command_on_a_killed_article_is_refused()
    {
        ArticleCommand[] commands = [Create(DraftStatus.Published), Replace(Text), PublishNow, WithholdByNewsroom, KillByNewsroom, Correct("No."), Alert(AlertLevel.Flash)];

        Assert.All(commands, command => Assert.Equal(RejectionReason.Gone, Refused(Killed, command).Reason));
        Assert.Null(ArticleRules.Wake(Killed, Evening.AddYears(1)));
    }

    [Fact]
    public void An_alert_clears_after_its_minutes()
    {
        Assert.Equal(Noon.AddMinutes(10), ArticleRules.DueAt(Breaking));
        Assert.Null(ArticleRules.Wake(Breaking, Noon.AddMinutes(10).AddMilliseconds(-1)));
        var cleared = Assert.IsType<Decision.Change>(ArticleRules.Wake(Breaking, Noon.AddMinutes(10)));
        Assert.Equal(EntryKind.AlertCleared, cleared.Kind);
        Assert.Equal((null, null, null), (cleared.Next.Alert, cleared.Next.AlertMinutes, cleared.Next.AlertUntil));
        Assert.Null(ArticleRules.DueAt(cleared.Next));
    }

    [Fact]
    public void An_alert_without_minutes_lasts_60_minutes() =>
        Assert.Equal(Noon.AddHours(1), Change(Published, Alert(AlertLevel.Urgent)).Next.AlertUntil);

    [Fact]
    public void An_alert_adds_the_topic_breaking_permanently()
    {
        var raised = Change(Published, Alert(AlertLevel.Flash));
        var cleared = Change(raised.Next, Alert(null));

        Assert.Equal((EntryKind.Alerted, EntryKind.AlertCleared), (raised.Kind, cleared.Kind));
        Assert.Contains(Topic.Breaking, ArticleTopics.Of(raised.Next));
        Assert.DoesNotContain(Topic.Breaking, ArticleTopics.Of(cleared.Next));
        Assert.Contains(Topic.Breaking, cleared.Next.Topics);
    }

    [Fact]
    public void Only_a_published_article_can_have_an_alert()
    {
        Assert.All([Draft, Scheduled, Withheld], article => Assert.Equal(RejectionReason.InvalidState, Refused(article, Alert(AlertLevel.Flash)).Reason));
        Assert.Equal(RejectionReason.InvalidState, Refused(Published, Alert(null)).Reason);
    }

    [Fact]
    public void An_alert_of_a_scheduled_article_starts_at_its_release()
    {
        var article = After(Create(Text with { Status = DraftStatus.Published, PublishAt = Evening, Alert = AlertLevel.Bulletin, AlertMinutes = 5 }));

        Assert.Null(article.AlertUntil);
        Assert.Equal(Evening.AddMinutes(5), Assert.IsType<Decision.Change>(ArticleRules.Wake(article, Evening)).Next.AlertUntil);
    }

    [Fact]
    public void Replacing_an_article_restarts_its_alert_only_when_the_alert_changes()
    {
        var without = Change(Breaking, Replace(Text), Noon.AddMinutes(5)).Next;
        var same = Change(Breaking, Replace(Text with { Alert = AlertLevel.Flash, AlertMinutes = 10 }), Noon.AddMinutes(5)).Next;
        var other = Change(Breaking, Replace(Text with { Alert = AlertLevel.Urgent, AlertMinutes = 10 }), Noon.AddMinutes(5)).Next;

        Assert.Equal((AlertLevel.Flash, Noon.AddMinutes(10)), (without.Alert!.Value, without.AlertUntil));
        Assert.Equal((AlertLevel.Flash, Noon.AddMinutes(10)), (same.Alert!.Value, same.AlertUntil));
        Assert.Equal((AlertLevel.Urgent, Noon.AddMinutes(15)), (other.Alert!.Value, other.AlertUntil));
    }

    [Fact]
    public void Former_topics_are_kept()
    {
        var moved = Change(Published, Replace(Text with { Section = "sport", Tags = ["boats"] })).Next;

        Assert.Equal(["news", "section/world", "tag/harbour", "article/ferry", "section/sport", "tag/boats"], moved.Topics);
        Assert.Equal(["news", "section/sport", "tag/boats", "article/ferry"], ArticleTopics.Of(moved));
    }

    [Fact]
    public void More_than_100_topics_over_the_lifetime_are_refused()
    {
        var article = Published;
        for (var round = 0; article.Topics.Count <= 80; round++) article = Change(article, Replace(Text with { Tags = Tags(round) })).Next;

        Assert.Equal(RejectionReason.InvalidState, Refused(article, Replace(Text with { Tags = Tags(99) })).Reason);

        static string[] Tags(int round) => [.. Enumerable.Range(0, 20).Select(n => $"tag-{round}-{n}")];
    }

    [Fact]
    public void Scheduling_an_article_that_cannot_be_released_is_refused()
    {
        var article = Published;
        for (var round = 0; article.Topics.Count <= 80; round++)
            article = Change(article, Replace(Text with { Tags = [.. Enumerable.Range(0, 20).Select(n => $"tag-{round}-{n}")] })).Next;
        var withheld = Change(article, WithholdByNewsroom).Next;
        var tags = Enumerable.Range(0, 20).Select(n => $"late-{n}").ToArray();

        Assert.Equal(RejectionReason.InvalidState, Refused(withheld, Replace(Text with { Tags = tags, Status = DraftStatus.Published, PublishAt = Evening })).Reason);
    }

    [Fact]
    public void A_published_article_cannot_be_held_until_a_future_time()
    {
        Assert.Equal(RejectionReason.InvalidState, Refused(Published, Replace(Text with { EmbargoedUntil = Evening })).Reason);
        Assert.Equal(RejectionReason.InvalidState, Refused(Published, Correct("It was Tuesday.", Text with { PublishAt = Evening })).Reason);
        Assert.Equal(EntryKind.Updated, Change(Published, Replace(Text with { EmbargoedUntil = Noon }), Evening).Kind);
    }

    [Fact]
    public void RevisedAt_changes_on_new_text_correction_or_republication_only()
    {
        var dated = After(Create(Text with { Status = DraftStatus.Published, PublishAt = Noon.AddYears(-3) }));

        Assert.Null(dated.RevisedAt);
        Assert.Null(Assert.IsType<Decision.Change>(ArticleRules.Wake(Breaking, Evening)).Next.RevisedAt);
        Assert.Equal(Evening, Change(Published, Replace(Text), Evening).Next.RevisedAt);
        Assert.Equal(Evening, Change(Published, Correct("It was Tuesday."), Evening).Next.RevisedAt);
        Assert.Equal(Evening, Change(Withheld, PublishNow, Evening).Next.RevisedAt);
    }

    [Fact]
    public void Another_newsroom_is_forbidden_and_an_editor_is_allowed()
    {
        Assert.Equal(RejectionReason.Forbidden, Refused(Published, new Withhold("It is being checked.") { Actor = Hills }).Reason);
        Assert.Equal("harbour", Change(Published, new Withhold("It is being checked.") { Actor = Editor }).Next.Newsroom);
    }

    [Fact]
    public void A_command_with_another_version_is_refused_as_stale()
    {
        Assert.Equal(RejectionReason.Stale, Refused(Withheld, PublishNow with { IfVersion = 1 }).Reason);
        Assert.Equal(3, Change(Withheld, PublishNow with { IfVersion = 2 }).Next.Version);
    }

    [Fact]
    public void Create_requires_a_new_article_and_other_commands_an_existing_one()
    {
        Assert.Equal(RejectionReason.NotFound, Refused(null, PublishNow).Reason);
        Assert.Equal(RejectionReason.Exists, Refused(Draft, Create(DraftStatus.Draft)).Reason);
    }
}
