using NewsHub.Articles.Latest;
using NewsHub.Wire;
using Xunit;

namespace NewsHub.Tests.Articles;

public class LatestArticlesSnapshotTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);

    private static readonly LatestArticlesSnapshot Empty = LatestArticlesSnapshot.Load(new Cursor("7f3a", 0), [], []);

    [Fact]
    public void Published_article_is_listed_first()
    {
        var page = After(Published("ferry"), Published("garden"));
        Assert.Equal(["garden", "ferry"], Ids(page));
        Assert.Equal(new Cursor("7f3a", 2), page.Cursor);
    }

    [Theory]
    [InlineData(EntryKind.Updated)]
    [InlineData(EntryKind.Corrected)]
    public void Changed_article_keeps_its_position(EntryKind kind)
    {
        var page = After(Published("ferry"), Published("garden"), Changed("ferry", kind, "Ferry sails"));
        Assert.Equal(["garden", "ferry"], Ids(page));
        Assert.Equal("Ferry sails", page.Articles.Last().Article.Headline);
    }

    [Fact]
    public void Update_can_move_an_article_to_another_section()
    {
        var page = After(Published("ferry"), Changed("ferry", EntryKind.Updated, "Ferry sails", section: "culture"));
        Assert.DoesNotContain(page.Articles, listed => new ArticleFilter(Section: "world").Matches(listed.Article));
        Assert.Contains(page.Articles, listed => new ArticleFilter(Section: "culture").Matches(listed.Article));
    }

    [Theory]
    [InlineData(EntryKind.Withheld)]
    [InlineData(EntryKind.Killed)]
    public void Withdrawn_article_is_removed_from_list_and_banner(EntryKind kind)
    {
        var page = After(Published("ferry", AlertLevel.Flash), Published("garden"), Withdrawn("ferry", kind));
        Assert.Equal(["garden"], Ids(page));
        Assert.Empty(page.Breaking);
    }

    [Fact]
    public void Republished_article_returns_to_its_position()
    {
        var page = After(Published("ferry"), Published("garden"), Withdrawn("ferry", EntryKind.Withheld), Published("ferry", version: 3));
        Assert.Equal(["garden", "ferry"], Ids(page));
        Assert.Equal(1, page.Articles.Last().Position.Sequence);
    }

    [Fact]
    public void Breaking_is_ordered_by_severity_then_latest_first()
    {
        var page = After(
            Published("early", AlertLevel.Bulletin), Published("late", AlertLevel.Bulletin),
            Published("flash", AlertLevel.Flash), Published("urgent", AlertLevel.Urgent));
        Assert.Equal(["flash", "late", "early", "urgent"], page.Breaking.Select(article => article.Id));
    }

    [Fact]
    public void Alert_entries_raise_and_clear_the_alert()
    {
        var raised = After(Published("ferry"), Changed("ferry", EntryKind.Alerted, "Ferry", AlertLevel.Urgent));
        Assert.Equal(["ferry"], raised.Breaking.Select(article => article.Id));
        Assert.Equal(AlertLevel.Urgent, raised.Articles.Single().Article.Alert);

        var cleared = After(raised, Changed("ferry", EntryKind.AlertCleared, "Ferry", version: 3));
        Assert.Empty(cleared.Breaking);
        Assert.Null(cleared.Articles.Single().Article.Alert);
    }

    [Fact]
    public void Alert_on_an_article_missing_from_the_list_is_in_breaking()
    {
        var page = After(Changed("old", EntryKind.Alerted, "Old", AlertLevel.Flash));
        Assert.Empty(page.Articles);
        Assert.Equal(["old"], page.Breaking.Select(article => article.Id));
    }

    [Fact]
    public void List_is_bounded_to_MaxArticles()
    {
        var page = After([.. Enumerable.Range(0, LatestArticlesSnapshot.MaxArticles + 5).Select(i => Published($"a{i}"))]);
        Assert.False(page.IsComplete);
        Assert.Equal(LatestArticlesSnapshot.MaxArticles, page.Articles.Count());
        Assert.Equal("a1004", page.Articles.First().Article.Id);
    }

    [Fact]
    public void List_that_left_an_article_out_stays_incomplete_after_withdrawals()
    {
        var full = After([.. Enumerable.Range(0, LatestArticlesSnapshot.MaxArticles + 1).Select(i => Published($"a{i}"))]);
        var page = After(full, [.. Enumerable.Range(1, 50).Select(i => Withdrawn($"a{i}", i % 2 == 0 ? EntryKind.Killed : EntryKind.Withheld))]);
        Assert.False(page.IsComplete);
        Assert.True(After(Published("ferry")).IsComplete);
    }

    [Fact]
    public void List_loaded_at_its_limit_is_not_complete()
    {
        var listed = Enumerable.Range(0, LatestArticlesSnapshot.MaxArticles).Select(i => new ListedArticle(new ListPosition(0, 5000 - i), Article($"a{i}", "Headline", version: 1)));
        Assert.False(LatestArticlesSnapshot.Load(new Cursor("7f3a", 5000), listed, []).IsComplete);
    }

    [Fact]
    public void Article_with_a_date_in_the_past_takes_the_place_of_its_date()
    {
        var page = After(Published("ferry"), Dated("old", Noon.AddYears(-60)), Dated("older", Noon.AddYears(-61)), Published("garden"), Dated("middle", Noon.AddYears(-1)));
        Assert.Equal(["garden", "ferry", "middle", "old", "older"], Ids(page));
        Assert.Equal(new ListPosition(Noon.AddYears(-60).ToUnixTimeMilliseconds(), 2), page.Articles.Single(listed => listed.Article.Id == "old").Position);
    }

    [Fact]
    public void Article_published_after_the_clock_went_back_is_listed_first()
    {
        var ahead = Published("ferry") with { At = Noon.AddHours(1) };
        var page = Empty.Apply(ahead with { Cursor = new Cursor("7f3a", 1) }).Apply(Published("garden") with { Cursor = new Cursor("7f3a", 2) });
        Assert.Equal(["garden", "ferry"], Ids(page));
    }

    [Fact]
    public void Archive_that_is_imported_does_not_displace_the_latest_articles()
    {
        var full = After([.. Enumerable.Range(0, LatestArticlesSnapshot.MaxArticles - 1).Select(i => Published($"a{i}"))]);
        Assert.True(full.IsComplete);
        var page = After(full, [.. Enumerable.Range(0, 50).Select(i => Dated($"old{i}", Noon.AddYears(-60).AddDays(i)))]);
        Assert.False(page.IsComplete);
        Assert.Equal(LatestArticlesSnapshot.MaxArticles, page.Articles.Count());
        Assert.Equal(["a0", "old49"], page.Articles.TakeLast(2).Select(listed => listed.Article.Id));

        page = After(page, Withdrawn("a5", EntryKind.Killed), Dated("old", Noon.AddYears(-61)));
        Assert.Equal("old49", page.Articles.Last().Article.Id); // what is left out lies between
    }

    [Fact]
    public void Cleared_alert_is_replaced_by_the_next_one()
    {
        var page = After([.. Enumerable.Range(0, LatestArticlesSnapshot.MaxBreaking + 1).Select(i => Published($"a{i}", AlertLevel.Urgent))]);
        Assert.DoesNotContain(page.Breaking, article => article.Id == "a0");

        page = After(page, Withdrawn("a20", EntryKind.Killed));
        Assert.Contains(page.Breaking, article => article.Id == "a0");
        Assert.Equal(LatestArticlesSnapshot.MaxBreaking, page.Breaking.Count);
    }

    [Fact]
    public void Erased_entry_only_moves_the_cursor()
    {
        var erased = Published("ferry") with { Article = new WireArticle { Id = "ferry", Version = 1, Url = "/articles/ferry" } };
        var page = After(erased);
        Assert.Empty(page.Articles);
        Assert.Equal(1, page.Cursor.Sequence);
    }

    [Fact]
    public void Entry_older_than_the_loaded_version_is_ignored()
    {
        var loaded = LatestArticlesSnapshot.Load(new Cursor("7f3a", 0), [new ListedArticle(new ListPosition(0, 1), Article("ferry", "Ferry sails", version: 2))], []);
        var page = After(loaded, Published("ferry"));
        Assert.Equal("Ferry sails", page.Articles.Single().Article.Headline);
        Assert.Equal(1, page.Cursor.Sequence);
    }

    private static LatestArticlesSnapshot After(params Entry[] entries) => After(Empty, entries);

    private static LatestArticlesSnapshot After(LatestArticlesSnapshot page, params Entry[] entries) => entries.Aggregate(page, (current, entry) =>
    {
        var place = new Cursor("7f3a", current.Cursor.Sequence + 1);
        var at = Noon.AddSeconds(place.Sequence);
        var published = entry.Article.Headline is null ? (DateTimeOffset?)null : entry.Article.PublishedAt ?? at;
        return current.Apply(entry with { Cursor = place, At = at, Article = entry.Article with { PublishedAt = published } });
    });

    private static Entry Published(string id, AlertLevel? alert = null, int version = 1) =>
        Changed(id, EntryKind.Published, $"About {id}", alert, version: version);

    private static Entry Dated(string id, DateTimeOffset date) =>
        Published(id) with { Article = Article(id, $"About {id}", version: 1) with { PublishedAt = date } };

    private static Entry Changed(
        string id, EntryKind kind, string headline, AlertLevel? alert = null, string section = "world", int version = 2) =>
        new() { Cursor = default, Kind = kind, At = Noon, Topics = [Topic.News], Article = Article(id, headline, version) with { Alert = alert, Section = section } };

    private static Entry Withdrawn(string id, EntryKind kind) => new()
    {
        Cursor = default, Kind = kind, At = Noon, Topics = [Topic.News],
        Article = new WireArticle { Id = id, Version = 2, Url = $"/articles/{id}" },
    };

    private static WireArticle Article(string id, string headline, int version) =>
        new() { Id = id, Version = version, Headline = headline, Section = "world", Url = $"/articles/{id}" };

    private static IEnumerable<string> Ids(LatestArticlesSnapshot page) => page.Articles.Select(listed => listed.Article.Id);
}
