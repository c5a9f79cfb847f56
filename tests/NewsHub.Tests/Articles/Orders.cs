using NewsHub.Articles;
using NewsHub.Articles.Drafts;
using NewsHub.Articles.Lifecycle;
using Xunit;

namespace NewsHub.Tests.Articles;

/// <summary>Orders as newsrooms give them, and what the rules make of them.</summary>
internal static class Orders
{
    public const string Id = "ferry";

    public static readonly DateTimeOffset Noon = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);
    public static readonly Desk Harbour = new("harbour", MayEditOthers: false);
    public static readonly Desk Hills = new("hills", MayEditOthers: false);
    public static readonly Desk Editor = new("editors", MayEditOthers: true, Key: "key-7");

    public static readonly Draft Text = new()
    {
        Headline = "Ferry returns to the old harbour", Body = "After nine years.", BodyHtml = "<p>After nine years.</p>", Section = "world", Tags = ["harbour"],
    };

    public static Order Create(Draft draft) => new Create(draft) { Desk = Harbour };

    public static Order Create(DraftStatus status) => Create(Text with { Status = status });

    public static Order Replace(Draft draft) => new Replace(draft) { Desk = Harbour };

    public static Order Correct(string note, Draft? draft = null) => new Correct(note, draft) { Desk = Harbour };

    public static Order Alert(NewsHub.Wire.AlertLevel? level, int? minutes = null) => new Alert(level, minutes) { Desk = Harbour };

    public static Order PublishNow { get; } = new Publish { Desk = Harbour };

    public static Order WithholdIt { get; } = new Withhold("It is being checked.") { Desk = Harbour };

    public static Order WithholdByEditor { get; } = new Withhold("It is being checked.", "We are checking this report.") { Desk = Editor };

    public static Order Redact(int upToVersion, string? note = null) => new Redact("It named somebody.", upToVersion, note) { Desk = Editor };

    public static Order KillIt { get; } = new Kill("It was untrue.") { Desk = Harbour };

    /// <summary>The article after orders that must all be carried out, each a minute after the other from noon.</summary>
    public static Article After(params Order[] orders)
    {
        Article? article = null;
        for (var i = 0; i < orders.Length; i++) article = Change(article, orders[i], Noon.AddMinutes(i)).Next;
        return article!;
    }

    public static Decision.Change Change(Article? article, Order order, DateTimeOffset? at = null) =>
        Assert.IsType<Decision.Change>(ArticleRules.Decide(Id, article, order, at ?? Noon));

    public static Decision.Refused Refused(Article? article, Order order, DateTimeOffset? at = null) =>
        Assert.IsType<Decision.Refused>(ArticleRules.Decide(Id, article, order, at ?? Noon));
}
