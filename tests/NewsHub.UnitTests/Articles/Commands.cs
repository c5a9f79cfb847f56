using NewsHub.Articles;
using NewsHub.Articles.Drafts;
using NewsHub.Articles.Lifecycle;
using Xunit;

namespace NewsHub.Tests.Articles;

/// <summary>Sample commands, and helpers that apply them to an article.</summary>
internal static class Commands
{
    public const string Id = "ferry";

    public static readonly DateTimeOffset Noon = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);
    public static readonly Actor Harbour = new("harbour", MayEditOthers: false);
    public static readonly Actor Hills = new("hills", MayEditOthers: false);
    public static readonly Actor Editor = new("editors", MayEditOthers: true, Key: "key-7");

    public static readonly Draft Text = new()
    {
        Headline = "Ferry returns to the old harbour", Body = "After nine years.", BodyHtml = "<p>After nine years.</p>", Section = "world", Tags = ["harbour"],
    };

    public static ArticleCommand Create(Draft draft) => new Create(draft) { Actor = Harbour };

    public static ArticleCommand Create(DraftStatus status) => Create(Text with { Status = status });

    public static ArticleCommand Replace(Draft draft) => new Replace(draft) { Actor = Harbour };

    public static ArticleCommand Correct(string note, Draft? draft = null) => new Correct(note, draft) { Actor = Harbour };

    public static ArticleCommand Alert(NewsHub.Wire.AlertLevel? level, int? minutes = null) => new Alert(level, minutes) { Actor = Harbour };

    public static ArticleCommand PublishNow { get; } = new Publish { Actor = Harbour };

    public static ArticleCommand WithholdByNewsroom { get; } = new Withhold("It is being checked.") { Actor = Harbour };

    public static ArticleCommand WithholdByEditor { get; } = new Withhold("It is being checked.", "We are checking this report.") { Actor = Editor };

    public static ArticleCommand Redact(int upToVersion, string? note = null) => new Redact("It named somebody.", upToVersion, note) { Actor = Editor };

    public static ArticleCommand DeleteByNewsroom { get; } = new Delete { Actor = Harbour };

    public static ArticleCommand KillByNewsroom { get; } = new Kill("It was untrue.") { Actor = Harbour };

    /// <summary>Applies the commands at intervals of one minute, starting at noon. Fails when one is refused.</summary>
    public static Article After(params ArticleCommand[] commands)
    {
        Article? article = null;
        for (var i = 0; i < commands.Length; i++) article = Change(article, commands[i], Noon.AddMinutes(i)).Next;
        return article!;
    }

    public static Decision.Change Change(Article? article, ArticleCommand command, DateTimeOffset? at = null) =>
        Assert.IsType<Decision.Change>(ArticleRules.Decide(Id, article, command, at ?? Noon));

    public static Decision.Refused Refused(Article? article, ArticleCommand command, DateTimeOffset? at = null) =>
        Assert.IsType<Decision.Refused>(ArticleRules.Decide(Id, article, command, at ?? Noon));
}
