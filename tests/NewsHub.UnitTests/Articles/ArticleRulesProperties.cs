using CsCheck;
using NewsHub.Articles;
using NewsHub.Articles.Drafts;
using NewsHub.Articles.Lifecycle;
using NewsHub.Wire;
using Xunit;

namespace NewsHub.Tests.Articles;

/// <summary>Invariants that hold after any sequence of commands at any time.</summary>
public sealed class ArticleRulesProperties
{
    private static readonly Gen<DateTimeOffset?> Times = Gen.Int[-60, 600].Select(minutes => Commands.Noon.AddMinutes(minutes)).Nullable();

    private static readonly Gen<AlertLevel?> Levels = Gen.OneOf<AlertLevel?>(null, AlertLevel.Urgent, AlertLevel.Bulletin, AlertLevel.Flash);

    private static readonly Gen<Draft> Drafts = Gen.Select(
        Gen.OneOf(null, "Ferry returns", "Lighthouse lit"), Gen.OneOf(null, "world", "sport"), Gen.OneOf("boats", "sea", "ice").Array[0, 3],
        Gen.OneOf<DraftStatus?>(null, DraftStatus.Draft, DraftStatus.Published), Levels, Times, Times,
        (headline, section, tags, status, alert, publishAt, embargo) => new Draft
        {
            Headline = headline, Section = section, Tags = [.. tags.Distinct()], Status = status, Alert = alert, PublishAt = publishAt, EmbargoedUntil = embargo,
        });

    private static readonly Gen<ArticleCommand> AllCommands = Gen.Select(
        Gen.Frequency(
            (2, Drafts.Select(Commands.Create)), (4, Drafts.Select(Commands.Replace)), (4, Gen.Const(Commands.PublishNow)), (2, Gen.Const(Commands.WithholdByNewsroom)),
            (1, Gen.Const(Commands.WithholdByEditor)), (1, Gen.Int[1, 8].Select(version => Commands.Redact(version))), (1, Gen.Const(Commands.KillByNewsroom)), (2, Drafts.Null().Select(draft => Commands.Correct("Mended.", draft))),
            (2, Levels.Select(level => Commands.Alert(level, 5)))),
        Gen.OneOf(Commands.Harbour, Commands.Harbour, Commands.Hills, Commands.Editor),
        Gen.Int[1, 5].Select(version => version > 4 ? (int?)version : null),
        (command, actor, version) => command with { Actor = actor, IfVersion = version });

    [Fact]
    public void Any_sequence_of_commands_keeps_versions_consecutive_topics_growing_and_killed_articles_killed() =>
        Gen.Select(AllCommands, Gen.Int[0, 90]).Array[1, 30].Sample(
            steps =>
            {
                Article? article = null;
                var now = Commands.Noon;
                foreach (var (command, minutes) in steps)
                {
                    now = now.AddMinutes(minutes);
                    article = Apply(article, article is null ? null : ArticleRules.Wake(article, now), now);
                    article = Apply(article, ArticleRules.Decide(Commands.Id, article, command, now), now);
                }
            },
            iter: 1_000);

    private static Article? Apply(Article? before, Decision? decision, DateTimeOffset now)
    {
        if (decision is not Decision.Change { Next: var next, Kind: var kind })
        {
            if (decision is Decision.Refused refused) Assert.NotEmpty(refused.Detail);
            return before;
        }

        Assert.NotEqual(ArticleStatus.Killed, before?.Status);
        Assert.Equal((before?.Version ?? 0) + 1, next.Version);
        Assert.Subset(next.Topics.ToHashSet(), (before?.Topics ?? []).ToHashSet());
        Assert.Subset(next.Topics.ToHashSet(), ArticleTopics.Of(next).ToHashSet());
        Assert.Equal(before?.Newsroom ?? next.Newsroom, next.Newsroom);
        Assert.True(next.RedactedUpTo is null || next.Status is ArticleStatus.Killed || next.RedactedUpTo < next.Version - 1);
        Assert.Equal(next.Status is ArticleStatus.Withheld or ArticleStatus.Killed, next.Withdrawal is not null);
        if (before?.PublishedAt is { } first && next.Status is not ArticleStatus.Killed) Assert.Equal(first, next.PublishedAt);
        if (next.IsPublic) AssertPublishable(next, now);
        if (kind is not null) Assert.NotEmpty(next.Topics);
        Assert.Equal(kind is null, !next.IsPublic && before?.IsPublic is not true && !(next.Status is ArticleStatus.Killed && before?.PublishedAt is not null));
        return next;
    }

    private static void AssertPublishable(Article article, DateTimeOffset now)
    {
        Assert.NotNull(article.Headline);
        Assert.NotNull(article.Section);
        Assert.NotNull(article.PublishedAt);
        Assert.False(article.EmbargoedUntil > now, "An article was published before its embargo ended.");
        Assert.Equal(article.AlertUntil, ArticleRules.DueAt(article));
    }
}
