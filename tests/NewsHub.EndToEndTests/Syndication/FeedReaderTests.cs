using System.Net.Http.Json;
using System.Text.Json;
using NewsHub.EndToEndTests.Browsing;
using Xunit;

namespace NewsHub.EndToEndTests.Syndication;

/// <summary>Programs that others wrote read the feeds of a running hub, and agree with each other and with what was published.</summary>
public sealed class FeedReaderTests(RunningHub running) : IClassFixture<RunningHub>
{
    private static readonly (string Headline, string Html, string Language)[] Articles =
    [
        ("שלום עולם: חדשות", "<p>ערב טוב, <a href=\"https://a.example/?a=1&amp;b=2\">סירות</a></p>", "he"),
        ("End ]]> of & \"data\" 'x' <3 😀👩‍👩‍👧", "<p>]]&gt; &lt;![CDATA[x]]&gt; 😀 <em>and</em> &amp;amp;</p>", "en"),
        ("A headline of eighty characters, which is as long as most newspapers print them", "<p>One line</p>", "en"),
    ];

    [Fact]
    public async Task Libraries_agree_on_ids_titles_dates_and_content()
    {
        using var newsroom = running.Hub.OpenNewsroom();
        var expected = await Publish(newsroom, "libraries");

        var (code, output) = await Programs.Run(
            "node", Repository.PathOf("tests", "NewsHub.EndToEndTests", "Syndication", "feed-readers.mjs"), running.Hub.Address.ToString(), "/tags/libraries");

        Assert.True(code == 0, output);
        var read = JsonSerializer.Deserialize<Dictionary<string, ReadItem[]>>(output, JsonSerializerOptions.Web)!;
        Assert.Equal(["feedsmith atom.xml", "feedsmith feed.json", "feedsmith feed.xml", "rss-parser atom.xml", "rss-parser feed.xml"], read.Keys.Order(StringComparer.Ordinal));
        foreach (var (reader, items) in read) ExpectSame(expected, items, reader);
    }

    [SkippableTheory]
    [InlineData("feed.xml")]
    [InlineData("atom.xml")]
    public async Task Newsboat_shows_the_same_ids_titles_dates_and_content(string file)
    {
        Newsboat.Require();
        using var newsroom = running.Hub.OpenNewsroom();
        var tag = $"newsboat-{file[..4]}";
        var expected = await Publish(newsroom, tag);

        ExpectSame(expected, await Newsboat.Read(new Uri(running.Hub.Address, $"/tags/{tag}/{file}")), file);
    }

    [SkippableFact]
    public async Task Newsboat_replaces_a_withdrawn_article()
    {
        Newsboat.Require();
        using var newsroom = running.Hub.OpenNewsroom();
        var expected = await Publish(newsroom, "withdrawn");
        await newsroom.Kill(expected[0].Id[(expected[0].Id.LastIndexOf('/') + 1)..]);

        var withdrawn = await Eventually.Is(() => Newsboat.Read(new Uri(running.Hub.Address, "/tags/withdrawn/feed.xml")), items => items.Any(item => item.Title == "Withdrawn"));

        Assert.Equal(expected[0].Id, withdrawn.Single(item => item.Title == "Withdrawn").Id);
        ExpectSame(expected[1..], [.. withdrawn.Where(item => item.Title != "Withdrawn")], "feed.xml");
    }

    /// <summary>Publishes the articles, and returns them as the hub's own API has them. The id is that of the JSON Feed, which needs no library.</summary>
    private async Task<ReadItem[]> Publish(Newsroom newsroom, string tag)
    {
        var published = new List<ReadItem>();
        foreach (var (headline, html, language) in Articles)
        {
            using var created = await newsroom.Http.PostAsJsonAsync(
                "/api/articles", new { headline, section = "world", tags = new[] { tag }, body = html, bodyFormat = "html", language, status = "published" });
            created.EnsureSuccessStatusCode();
            var article = await newsroom.Http.GetFromJsonAsync<JsonElement>($"/api/articles/{(await created.Content.ReadFromJsonAsync<Receipt>())!.Id}");
            published.Add(new ReadItem(
                Text(article, "id"), headline, new Uri(running.Hub.Address, Text(article, "url")).ToString(), article.GetProperty("publishedAt").GetDateTimeOffset().ToUnixTimeSeconds(),
                $"<div lang=\"{language}\" dir=\"{(language == "he" ? "rtl" : "ltr")}\">{Text(article, "bodyHtml")}</div>"));
        }

        var feed = await Eventually.Is(() => newsroom.Http.GetFromJsonAsync<JsonElement>($"/tags/{tag}/feed.json"), document => document.GetProperty("items").GetArrayLength() == Articles.Length);
        var ids = feed.GetProperty("items").EnumerateArray().Select(item => Text(item, "id")).ToArray();
        return [.. published.Select(item => item with { Id = ids.Single(id => id.EndsWith($":article/{item.Id}", StringComparison.Ordinal)) })];
    }

    private static void ExpectSame(IReadOnlyList<ReadItem> expected, IReadOnlyList<ReadItem> items, string reader) =>
        Assert.Equal(Lines(expected, reader), Lines(items, reader));

    private static IEnumerable<string> Lines(IEnumerable<ReadItem> items, string reader) =>
        items.OrderBy(item => item.Id, StringComparer.Ordinal).Select(item => $"{reader}: {item with { Content = item.Content.Trim(), Title = item.Title.Trim() }}");

    private static string Text(JsonElement json, string name) => json.GetProperty(name).GetString()!;
}
