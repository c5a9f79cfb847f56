using System.Text.Json;
using NewsHub.Client;
using Xunit;

namespace NewsHub.Tests.Client;

/// <summary>The client reads the same golden messages as the hub and the pages.</summary>
public sealed class GoldenMessageTests
{
    [Fact]
    public void Published_article_is_read_with_all_fields()
    {
        var entry = Golden.Published;

        Assert.Equal(("7f3a90c1.42", 42, EntryKind.Published), (entry.Cursor, entry.Seq, entry.Kind));
        Assert.Equal(DateTimeOffset.Parse("2026-11-23T21:45:00.123Z", null), entry.At);
        Assert.Equal(["news", "breaking", "section/world", "tag/harbour", "article/ferry-returns"], entry.Topics);
        var article = entry.Article;
        Assert.Equal(("ferry-returns", 1, "Ferry returns to the old harbour", "world"), (article.Id, article.Version, article.Headline, article.Section));
        Assert.Equal((2, Alert.Flash, "en", "Ada Quill"), (article.Urgency, article.Alert, article.Language, article.Byline));
        Assert.Equal("After nine years the morning boat sails again.", article.Summary);
        Assert.Equal(["harbour"], article.Tags);
        Assert.Equal(new Source("Harbour Wire", "https://harbour.example"), article.Source);
        Assert.Equal(new Image("https://harbour.example/ferry.jpg", "A white ferry at a stone quay", "B. Lens / Harbour Wire"), article.Image);
        Assert.Equal((entry.At, entry.At), (article.PublishedAt, article.UpdatedAt));
        Assert.Equal("/articles/ferry-returns/ferry-returns-to-the-old-harbour", article.Url);
        Assert.False(entry.IsWithdrawn);
    }

    [Fact]
    public void Corrected_article_has_its_note_and_its_dateline()
    {
        var entry = Golden.Corrected;

        Assert.Equal((EntryKind.Corrected, 6, false), (entry.Kind, entry.Article.Version, entry.IsWithdrawn));
        Assert.Equal(("The boat sails on Tuesdays, not daily.", "WESTRAY, 23 November"), (entry.Article.Note, entry.Article.Dateline));
    }

    [Fact]
    public void Killed_article_has_no_headline()
    {
        Assert.Equal((EntryKind.Killed, true, null), (Golden.Killed.Kind, Golden.Killed.IsWithdrawn, Golden.Killed.Article.Headline));
    }

    [Fact]
    public void Withheld_article_has_only_its_notice_and_a_redacted_one_names_the_redacted_versions()
    {
        Assert.Equal((true, null, "We are checking this report."), (Golden.Withheld.IsWithdrawn, Golden.Withheld.Article.Headline, Golden.Withheld.Article.Note));
        Assert.Equal((EntryKind.Updated, 3, false), (Golden.Redacted.Kind, Golden.Redacted.Article.RedactedUpTo, Golden.Redacted.IsWithdrawn));
    }

    [Fact]
    public void Posts_of_a_live_blog_are_read_with_all_fields()
    {
        var (entry, post) = (Golden.OfLiveBlog("posted"), Golden.OfLiveBlog("posted").Post!);

        Assert.Equal((EntryKind.Posted, "ferry-returns", CoverageState.Live, "first-boat"), (entry.Kind, entry.Article.Id, entry.Article.Coverage!.State, entry.Article.Coverage.Pinned));
        Assert.Equal(("first-boat", 1, PostState.Published, true), (post.Id, post.Version, post.State, post.Key));
        Assert.Equal(("The ferry is in sight", "<p>She rounds the <em>north</em> pier.</p>\n", "Harbour"), (post.Title, post.Html, post.Label));
        Assert.Equal([new Author("Ada Quill", "in Westray"), new Author("B. Lens")], post.Authors);
        Assert.Equal((entry.At, 61L << 20, "/articles/ferry-returns/posts/first-boat"), (post.At, post.Position, post.Url));
        Assert.Equal((EntryKind.PostEdited, false), (Golden.OfLiveBlog("postEdited").Kind, Golden.OfLiveBlog("postEdited").Post!.Key));
        Assert.Equal("It was the south pier, not the north pier.", Golden.OfLiveBlog("postCorrected").Post!.Note);
        Assert.Equal((PostState.Struck, "It was another ship."), (Golden.OfLiveBlog("postStruck").Post!.State, Golden.OfLiveBlog("postStruck").Post!.Reason));
        Assert.Equal((PostState.Removed, null), (Golden.OfLiveBlog("postRemoved").Post!.State, Golden.OfLiveBlog("postRemoved").Post!.Html));
        Assert.Equal((EntryKind.CoverageChanged, CoverageState.Ended), (Golden.OfLiveBlog("coverageChanged").Kind, Golden.OfLiveBlog("coverageChanged").Article.Coverage!.State));
    }

    [Fact]
    public void Rankings_and_counts_are_read()
    {
        var (ranking, counts) = (Golden.Ranking, Golden.Counts);

        Assert.Equal(("rising", null, 17), (ranking.Name, ranking.Section, ranking.Version));
        Assert.Equal(["ferry-returns", "garden"], ranking.Places.Select(place => place.ArticleId));
        Assert.Equal((1, 12.3, 753, 611, 40), (ranking.Places[0].Rank, ranking.Places[0].Score, ranking.Places[0].Reads, ranking.Places[0].Readers, ranking.Places[0].Reactions["veryGood"]));
        Assert.Equal(("ferry-returns", 5, 753, 611, 40), (counts.ArticleId, counts.Version, counts.Reads, counts.Readers, counts.Reactions["veryGood"]));
    }

    [Fact]
    public void Snapshot_is_read()
    {
        var snapshot = Golden.Snapshot;

        Assert.Equal(("7f3a90c1.45", true), (snapshot.Cursor, snapshot.Recovered));
        Assert.Equal([42, 45], snapshot.Entries.Select(entry => entry.Seq));
        Assert.Equal((17, 5), (snapshot.Rankings.Single().Version, snapshot.Counts.Single().Version));
    }

    [Fact]
    public void Unknown_names_and_fields_of_a_newer_hub_are_accepted()
    {
        const string entry = """
            {"cursor":"7f.1","seq":1,"kind":"moved","at":"2026-11-23T21:45:00Z","topics":["news"],"more":1,
             "article":{"id":"a","version":1,"url":"/articles/a","alert":"siren"}}
            """;

        var read = JsonSerializer.Deserialize(entry, ClientJson.Default.Entry)!;

        Assert.Equal((EntryKind.Other, Alert.Other), (read.Kind, read.Article.Alert));
    }
}
