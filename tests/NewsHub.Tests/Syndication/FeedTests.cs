using System.Globalization;
using System.Xml.Linq;
using NewsHub.Tests.Api;
using Xunit;

namespace NewsHub.Tests.Syndication;

/// <summary>The feeds of a running hub, as programs of others read them.</summary>
[Trait("Category", "Slow")]
public sealed class FeedTests(HubProcess hub) : IClassFixture<HubProcess>
{
    private static readonly string[] Files = ["feed.xml", "atom.xml", "feed.json"];

    private static readonly string[] Lists = ["", "/sections/world", "/tags/boats", "/corrections"];

    private static IEnumerable<string> Documents => Lists.SelectMany(list => Files.Select(file => $"{list}/{file}"));

    private static readonly object[] Difficult =
    [
        ArticleOf("שלום עולם: חדשות", "<p>ערב טוב, <a href=\"/tags/boats\">סירות</a></p>", "he"),
        ArticleOf("End ]]> of & \"data\" 'x' <3 😀👩‍👩‍👧", "<p>]]&gt; <![CDATA[x]]> 😀 <img src=\"/a.png\" alt=\"&quot;\"></p>", "en"),
        ArticleOf(new string('w', 80), $"<p>{new string('w', 5000)}<br><a href=\"#top\">up</a></p>", "en"),
        ArticleOf("Tab\tand \u2028line\u200f next", "<p>A\u00a0b \u2029</p>", "ar"),
    ];

    [Fact]
    public async Task Documents_of_difficult_text_are_valid()
    {
        foreach (var article in Difficult)
        {
            var id = await hub.Create(article);
            (await hub.Send("POST", $"/api/articles/{id}/correct", """{"note":"A slip: ]]> <b & ü 😀."}""", hub.Harbour)).Expect(200);
        }

        await Publish("killed", kill: true);

        foreach (var path in Documents)
        {
            var document = await Eventually.Is(() => hub.Get(path), response => Count(response, "A slip") >= Difficult.Length);
            var check = path.EndsWith("feed.xml", StringComparison.Ordinal) ? FeedRules.CheckRss
                : path.EndsWith("atom.xml", StringComparison.Ordinal) ? (Action<string, string>)FeedRules.CheckAtom : FeedRules.CheckJson;
            check(document.Text, $"{hub.Address.OriginalString.TrimEnd('/')}{path}");
        }
    }

    [SkippableFact]
    public async Task Independent_readers_agree_on_ids_titles_dates_and_content()
    {
        string[] ids = await Task.WhenAll(Difficult.Select(article => hub.Create(article)));
        var (rss, atom, json) = (await Read("/tags/boats/feed.xml", ids), await Read("/tags/boats/atom.xml", ids), await Read("/tags/boats/feed.json", ids));

        var expected = OfArticles(FeedReaders.ReadJson(json), ids);
        Assert.Equal(ids.Length, expected.Length);
        Assert.Equal(expected, OfArticles(FeedReaders.ReadWithDotNet(rss), ids));
        Assert.Equal(expected, OfArticles(FeedReaders.ReadWithDotNet(atom), ids));
        var (rssVersion, parsedRss) = await FeedReaders.ReadWithFeedParser(rss);
        var (atomVersion, parsedAtom) = await FeedReaders.ReadWithFeedParser(atom);
        Assert.Equal(("rss20", "atom10"), (rssVersion, atomVersion));
        Assert.Equal(expected, OfArticles(parsedRss, ids));
        Assert.Equal(expected, OfArticles(parsedAtom, ids));
    }

    [Fact]
    public async Task A_correction_keeps_the_id_moves_the_date_and_stands_first()
    {
        var id = await Publish("corrected");
        var before = await EntryOf(id);
        (await hub.Send("POST", $"/api/articles/{id}/correct", """{"note":"It was nine years.","headline":"Another headline"}""", hub.Harbour)).Expect(200);

        var after = await Eventually.Is(() => EntryOf(id), entry => Value(entry, "title") == "Another headline");

        Assert.Equal((Value(before, "id"), Value(before, "published")), (Value(after, "id"), Value(after, "published")));
        Assert.True(DateTimeOffset.Parse(Value(after, "updated"), CultureInfo.InvariantCulture) > DateTimeOffset.Parse(Value(before, "updated"), CultureInfo.InvariantCulture));
        var content = Value(after, "content");
        Assert.True(content.IndexOf("It was nine years.", StringComparison.Ordinal) is > 0 and var note && note < content.IndexOf("All of corrected", StringComparison.Ordinal), content);
        Assert.Contains(id, (await Eventually.Is(() => hub.Get("/corrections/feed.json"), response => response.Text.Contains(id, StringComparison.Ordinal))).Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("kill")]
    [InlineData("withhold")]
    public async Task A_withdrawal_is_gone_from_every_document_and_leaves_its_id(string verb)
    {
        var word = $"word{Guid.NewGuid():N}";
        var id = await Publish(word);
        (await hub.Send("POST", $"/api/articles/{id}/correct", $$"""{"note":"About {{word}}"}""", hub.Harbour)).Expect(200);
        var tags = new Dictionary<string, string>();
        foreach (var path in Documents)
            tags[path] = (await Eventually.Is(() => hub.Get(path), response => Count(response, word) > 0 && response.Text.Contains("About", StringComparison.Ordinal))).Header("ETag")!;
        var permanent = Value(await EntryOf(id), "id");

        (await hub.Send("POST", $"/api/articles/{id}/{verb}", """{"reason":"It was untrue."}""", hub.Editor)).Expect(200);

        foreach (var path in Documents)
        {
            var document = await Eventually.Is(() => hub.Send("GET", path, headers: ("If-None-Match", tags[path])), response => response.Status == 200 && Count(response, word) == 0);
            Assert.Contains(permanent, document.Text, StringComparison.Ordinal);
            Assert.DoesNotContain("untrue", document.Text, StringComparison.Ordinal);
            Assert.Contains(path.EndsWith("atom.xml", StringComparison.Ordinal) ? $"<at:deleted-entry ref=\"{permanent}\"" : "Withdrawn", document.Text, StringComparison.Ordinal);
        }

        Assert.DoesNotContain((await ReadItems("/feed.json")).Where(item => item.Id == permanent), item => item.Link.Contains(word, StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_article_that_is_published_again_is_an_entry_again()
    {
        var id = await Publish("again");
        var permanent = Value(await EntryOf(id), "id");
        (await hub.Send("POST", $"/api/articles/{id}/withhold", """{"reason":"It is being checked.","notice":"We are checking this."}""", hub.Editor)).Expect(200);
        var withheld = await Eventually.Is(() => hub.Get("/atom.xml"), response => response.Text.Contains($"deleted-entry ref=\"{permanent}\"", StringComparison.Ordinal));
        Assert.Contains("We are checking this.", withheld.Text, StringComparison.Ordinal);

        (await hub.Send("POST", $"/api/articles/{id}/publish", null, hub.Editor)).Expect(200);

        Assert.Equal(permanent, Value(await Eventually.Is(() => EntryOf(id), entry => entry is not null), "id"));
        Assert.DoesNotContain($"deleted-entry ref=\"{permanent}\"", (await hub.Get("/atom.xml")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_restart_keeps_ids_order_and_withdrawals()
    {
        foreach (var word in new[] { "first", "second", "third" }) await Publish(word);
        var corrected = await Publish("fourth");
        (await hub.Send("POST", $"/api/articles/{corrected}/correct", """{"note":"A slip."}""", hub.Harbour)).Expect(200);
        await Publish("fifth", kill: true);
        var withheld = await Publish("sixth");
        (await hub.Send("POST", $"/api/articles/{withheld}/withhold", """{"reason":"It is being checked."}""", hub.Editor)).Expect(200);
        var before = await Settled();

        await hub.Restart();

        var after = await Settled();
        Assert.All(Documents, path => Assert.Equal(before[path], after[path]));

        async Task<Dictionary<string, string>> Settled()
        {
            await hub.State();
            await Eventually.Is(() => hub.Get("/atom.xml"), response => response.Status == 200 && Count(response, withheld) == 1);
            var texts = new Dictionary<string, string>();
            foreach (var path in Documents) texts[path] = (await hub.Get(path)).Expect(200).Text;
            return texts;
        }
    }

    [Fact]
    public async Task Caches_and_conditional_requests_get_what_HTTP_promises()
    {
        await Publish("cached");
        foreach (var path in Documents)
        {
            var whole = (await Eventually.Is(() => hub.Get(path), response => response.Header("Last-Modified") is not null)).Expect(200); // not within the second of a change
            var tag = whole.Header("ETag")!;
            Assert.Equal(("public, max-age=30, stale-while-revalidate=60", "*", "Accept-Encoding"), (whole.Header("Cache-Control"), whole.Header("Access-Control-Allow-Origin"), whole.Header("Vary")));
            Assert.Null(whole.Header("Set-Cookie"));
            Assert.StartsWith("\"", tag, StringComparison.Ordinal);

            foreach (var known in new[] { tag, $"W/{tag}", $"\"other\", W/{tag}", "*" })
                Assert.Equal((tag, ""), (await hub.Send("GET", path, headers: ("If-None-Match", known))).Expect(304) switch { var same => (same.Header("ETag"), same.Text) });
            (await hub.Send("GET", path, headers: ("If-None-Match", "\"other\""))).Expect(200);
            (await hub.Send("GET", path, headers: ("If-Modified-Since", whole.Header("Last-Modified")!))).Expect(304);
            (await hub.Send("GET", path, headers: ("If-Modified-Since", "Mon, 23 Nov 2020 12:00:00 GMT"))).Expect(200);
            Assert.Equal(200, (await hub.Send("GET", path, null, null, "application/json", ("If-Modified-Since", whole.Header("Last-Modified")!), ("If-None-Match", "\"other\""))).Status);

            var head = (await hub.Send("HEAD", path)).Expect(200);
            Assert.Equal("", head.Text);
            foreach (var name in new[] { "ETag", "Last-Modified", "Cache-Control", "Content-Type", "Content-Length", "Vary" }) Assert.Equal(whole.Header(name), head.Header(name));
        }
    }

    [Theory]
    [InlineData("br")]
    [InlineData("gzip")]
    public async Task Each_encoding_has_a_tag_of_its_own(string encoding)
    {
        await Publish("compressed");
        var plain = (await hub.Get("/feed.xml")).Expect(200);
        var encoded = (await hub.Send("GET", "/feed.xml", headers: ("Accept-Encoding", encoding))).Expect(200);
        Assert.Equal(encoding, encoded.Header("Content-Encoding"));
        Assert.NotEqual(plain.Header("ETag"), encoded.Header("ETag"));
    }

    [Theory]
    [InlineData("/sections/none/feed.xml")]
    [InlineData("/tags/none/atom.xml")]
    [InlineData("/tags/No+slug/feed.json")]
    public async Task Lists_that_do_not_exist_are_not_found(string path) => (await hub.Get(path)).ExpectProblem(404);

    private static object ArticleOf(string headline, string html, string language) => new
    {
        headline,
        summary = $"In short: {headline}",
        section = "world",
        tags = new[] { "boats" },
        body = html,
        bodyFormat = "html",
        status = "published",
        language,
        byline = "Ada & Söhne",
        image = new { url = "https://pictures.example/a%20b.jpg?w=1&h=2", alt = "A \"white\" ferry", credit = "B. Lens" },
        source = new { name = "Harbour <Wire>", url = "https://harbour.example/?a=1&b=2" },
    };

    private async Task<string> Publish(string word, bool kill = false)
    {
        var id = await hub.Create(new { headline = $"News of {word}", section = "world", tags = new[] { "boats" }, body = $"All of {word}", status = "published" });
        await Eventually.Is(() => EntryOf(id), entry => entry is not null);
        if (kill) (await hub.Send("POST", $"/api/articles/{id}/kill", """{"reason":"It was untrue."}""", hub.Editor)).Expect(200);
        return id;
    }

    private async Task<XElement?> EntryOf(string id) => XDocument.Parse((await hub.Get("/atom.xml")).Expect(200).Text).Root!
        .Elements(XName.Get("entry", "http://www.w3.org/2005/Atom")).FirstOrDefault(entry => Value(entry, "id").EndsWith($"article/{id}", StringComparison.Ordinal));

    private async Task<string> Read(string path, string[] ids) =>
        (await Eventually.Is(() => hub.Get(path), response => ids.All(id => response.Text.Contains(id, StringComparison.Ordinal)))).Text;

    private async Task<IReadOnlyList<ReadItem>> ReadItems(string path) => FeedReaders.ReadJson((await hub.Get(path)).Expect(200).Text);

    /// <summary>Of some articles, with times to the second, which is all that RSS has, and with the spaces that all readers keep.</summary>
    private static ReadItem[] OfArticles(IEnumerable<ReadItem> items, string[] ids) =>
    [
        .. items.Where(item => ids.Any(id => item.Id.EndsWith(id, StringComparison.Ordinal))).Select(item => item with
        {
            Title = item.Title.Trim(), Content = item.Content.Trim(), Published = DateTimeOffset.FromUnixTimeSeconds(item.Published.ToUnixTimeSeconds()),
        }),
    ];

    private static string Value(XElement? entry, string name) => entry!.Element(XName.Get(name, "http://www.w3.org/2005/Atom"))!.Value;

    private static int Count(ApiResponse response, string word) => response.Text.Split(word).Length - 1;
}
