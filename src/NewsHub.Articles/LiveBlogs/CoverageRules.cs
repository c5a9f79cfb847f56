using NewsHub.Articles.Lifecycle;
using NewsHub.Wire;

namespace NewsHub.Articles.LiveBlogs;

/// <summary>
/// The rules of an article's live blog, as pure functions:
/// <code>
/// planned ──start──▶ live ◀──start── paused        live, paused ──end, endsAt──▶ ended
///                     └────pause────▶ paused        ended ──reopen──▶ live
/// </code>
/// </summary>
internal static class CoverageRules
{
    /// <summary>Decides a command for the live blog of an article.</summary>
    /// <param name="next">The article with the version that follows.</param>
    public static Decision Change(Article next, ArticleCommand command, DateTimeOffset now) => (command, next.Coverage) switch
    {
        (_, null) => Refuse("The article has no live blog; send \"coverage\":{} with PATCH to make it one."),
        _ when !next.IsPublic => Refuse("Only a published article can have its live blog changed by commands."),
        (Pin pin, { } coverage) => Changed(next, coverage with { Pinned = pin.Post }),
        (ChangeCoverage { Action: CoverageAction.Start }, { State: CoverageState.Planned or CoverageState.Paused } coverage) =>
            Changed(next, coverage with { State = CoverageState.Live, StartedAt = coverage.StartedAt ?? now }),
        (ChangeCoverage { Action: CoverageAction.Pause }, { State: CoverageState.Live } coverage) => Changed(next, coverage with { State = CoverageState.Paused }),
        (ChangeCoverage { Action: CoverageAction.End }, { State: not CoverageState.Ended }) => End(next, now),
        (ChangeCoverage { Action: CoverageAction.Reopen }, { State: CoverageState.Ended } coverage) => Changed(next, coverage with
        {
            State = CoverageState.Live,
            StartedAt = coverage.StartedAt ?? now,
            EndedAt = null,
            EndsAt = coverage.EndsAt <= now ? null : coverage.EndsAt,
        }),
        (ChangeCoverage change, { } coverage) => Refuse($"The live blog is {Name(coverage.State)}, so the command {Name(change.Action)} does not apply."),
        _ => throw new InvalidOperationException($"No rule for {command.GetType().Name}."),
    };

    /// <summary>Ends the live blog of an article.</summary>
    public static Decision End(Article next, DateTimeOffset now) => Changed(next, next.Coverage! with { State = CoverageState.Ended, EndedAt = now });

    /// <summary>When the live blog of a public article ends by itself; null for never.</summary>
    public static DateTimeOffset? EndsAt(Article article) => article.Coverage is { State: not CoverageState.Ended, EndsAt: { } at } ? at : null;

    /// <summary>True while posts are published: scheduled ones wait until then.</summary>
    public static bool IsOpen(Article article) => article is { IsPublic: true, Coverage.State: CoverageState.Live };

    /// <summary>Applies what a newsroom asks for. An article keeps its live blog, and only commands change its state.</summary>
    public static Coverage? Apply(Coverage? current, Coverage? draft) => current is null || draft is null
        ? current ?? draft
        : current with { StartsAt = draft.StartsAt, EndsAt = draft.EndsAt, Order = draft.Order };

    /// <summary>True for the version of an article that started or ended its live blog.</summary>
    public static bool IsStartOrEnd(Article article) =>
        article.Coverage is { } coverage && (coverage.StartedAt == article.UpdatedAt || coverage.EndedAt == article.UpdatedAt);

    private static Decision.Change Changed(Article next, Coverage coverage) => new(next with { Coverage = coverage }, EntryKind.CoverageChanged);

    private static Decision.Refused Refuse(string detail) => new(RejectionReason.InvalidState, detail);

    private static string Name<T>(T value) where T : struct, Enum => System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName(value.ToString());
}
