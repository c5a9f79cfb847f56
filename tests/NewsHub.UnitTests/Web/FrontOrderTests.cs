using NewsHub.Articles;
using NewsHub.Web.Front;
using NewsHub.Wire;
using Xunit;

namespace NewsHub.Tests.Web;

public sealed class FrontOrderTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 27, 12, 0, 0, TimeSpan.Zero);
    private static readonly Section[] Sections = [new("world", "World"), new("sport", "Sport")];

    [Fact]
    public void Later_article_of_the_same_urgency_does_not_take_the_lead()
    {
        var first = Article("first", minutes: 0);
        Assert.Equal("first", LeadOf(Article("third", minutes: 90), Article("second", minutes: 5), first));
    }

    [Fact]
    public void More_urgent_article_takes_the_lead_and_keeps_it()
    {
        Assert.Equal("urgent", LeadOf(Article("later", minutes: 60), Article("urgent", minutes: 10, urgency: 4), Article("first", minutes: 0)));
        Assert.Equal("first", LeadOf(Article("less", minutes: 10, urgency: 6), Article("first", minutes: 0)));
    }

    [Fact]
    public void Article_of_the_same_urgency_takes_the_lead_after_a_half_life() =>
        Assert.Equal("evening", LeadOf(Article("evening", minutes: 181), Article("first", minutes: 0)));

    [Fact]
    public void Article_from_an_archive_never_leads_whatever_its_urgency()
    {
        var archived = Article("archived", minutes: -3000, urgency: 1) with { FromArchive = true };
        Assert.Equal("first", LeadOf(archived, Article("first", minutes: 0, urgency: 9)));
        Assert.Null(LeadOf(archived));
    }

    [Fact]
    public void Old_article_that_is_corrected_or_alerted_today_may_lead()
    {
        var old = Article("old", minutes: -3000) with { UpdatedAt = Noon };
        Assert.Equal("old", LeadOf(old));
        var alerted = old with { Alert = AlertLevel.Urgent };
        Assert.Equal("old", FrontOrder.Of([Article("first", minutes: 0), alerted], [alerted], null, [], Sections).Lead?.Id);
    }

    [Fact]
    public void Standing_alert_leads_and_the_loudest_first()
    {
        var flash = Article("flash", minutes: -600, urgency: 9) with { Alert = AlertLevel.Flash };
        var urgent = Article("alert", minutes: 30, urgency: 1) with { Alert = AlertLevel.Urgent };
        var order = FrontOrder.Of([urgent, Article("first", minutes: 0), flash], [flash, urgent], null, [], Sections);
        Assert.Equal("flash", order.Lead?.Id);
    }

    [Fact]
    public void Editors_place_the_lead_and_what_follows()
    {
        WireArticle[] articles = [.. Enumerable.Range(0, 8).Select(i => Article($"a{i}", minutes: -i))];
        var order = FrontOrder.Of(articles, [], articles[5], [articles[7], articles[6]], Sections);
        Assert.Equal(["a5", "a7", "a6", "a0", "a1"], [order.Lead!.Id, .. order.Seconds.Select(article => article.Id)]);
    }

    [Fact]
    public void Blocks_have_four_articles_of_their_section_that_stand_nowhere_above()
    {
        WireArticle[] articles = [.. Enumerable.Range(0, 20).Select(i => Article($"a{i}", minutes: -i, section: i % 2 == 0 ? "world" : "sport"))];
        var order = FrontOrder.Of(articles, [], null, [], Sections);
        Assert.Equal(["world", "sport"], order.Blocks.Select(block => block.Section.Slug));
        Assert.All(order.Blocks, block => Assert.Equal(FrontOrder.BlockSize, block.Articles.Count));
        var above = order.Seconds.Append(order.Lead!).Select(article => article.Id);
        Assert.Empty(order.Blocks.SelectMany(block => block.Articles).Select(article => article.Id).Intersect(above));
        Assert.Equal(articles.Take(FrontOrder.MaxLatest), order.Latest);
    }

    [Fact]
    public void Front_page_of_an_empty_hub_has_no_places()
    {
        var order = FrontOrder.Of([], [], null, [], Sections);
        Assert.Null(order.Lead);
        Assert.Empty(order.Seconds);
        Assert.Empty(order.Blocks);
    }

    private static string? LeadOf(params WireArticle[] latestFirst) => FrontOrder.Of(latestFirst, [], null, [], Sections).Lead?.Id;

    private static WireArticle Article(string id, int minutes, int urgency = 5, string section = "world")
    {
        var at = Noon.AddMinutes(minutes);
        return new() { Id = id, Version = 1, Headline = id, Section = section, Urgency = urgency, PublishedAt = at, UpdatedAt = at, Url = $"/articles/{id}" };
    }
}
