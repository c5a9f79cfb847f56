using System.Xml.Linq;
using NewsHub.Tests.Api;
using Xunit;

namespace NewsHub.Tests.Syndication.Ninjs;

/// <summary>The ninjs documents of articles, and the wire as ninjs.</summary>
[Trait("Category", "Slow")]
public sealed class NinjsTests(HubProcess hub) : IClassFixture<HubProcess>
{
    private const string Checking = """{"reason":"It is being checked.","notice":"We are checking this report."}""";

    private static readonly string[] Numbers = ["3.1", "2.2", "1.6"];

    public static TheoryData<string> Versions => [.. Numbers];

    private static readonly object[] Difficult =
    [
        ArticleOf("שלום עולם: חדשות", "<p>ערב טוב 😀, <strong>סירות</strong></p>", "he"),
        ArticleOf("End ]]> of & \"data\" 'x' <3 😀👩‍👩‍👧 \\ /", "<p>]]&gt; 😀 &quot;quoted&quot; <em>and</em> \u2028 more</p>", "en"),
        ArticleOf("أخبار اليوم \u200f now", "<p>أهلا \u00a0 b</p>", "ar"),
        new { headline = "As short as it can be", section = "world", status = "published" },
    ];

    [Theory]
    [MemberData(nameof(Versions))]
    public async Task A_document_matches_the_schema_of_its_version_and_loses_nothing(string version)
    {
        foreach (var article in Difficult)
        {
            var id = await hub.Create(article);
            await ExpectSame(version, id, article: 1);
            (await hub.Send("POST", $"/api/articles/{id}/correct", """{"note":"A slip: ]]> <b & ü 😀."}""", hub.Harbour)).Expect(200);
            (await hub.Send("POST", $"/api/articles/{id}/correct", """{"note":"תיקון שני","headline":"כותרת"}""", hub.Harbour)).Expect(200);
            await ExpectSame(version, id, article: 3);
        }
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public async Task An_alert_is_in_the_document_while_it_is_raised(string version)
    {
        var id = (await hub.Send("POST", "/api/breaking", new { headline = "Dam breaks", section = "world", alert = "flash", urgency = 1 }, hub.Harbour)).Expect(201).Json.GetProperty("id").GetString()!;
        Assert.Equal(("flash", 1), (await ExpectSame(version, id, article: 1)) switch { var story => (story.Alert, story.Urgency) });

        (await hub.Send("POST", $"/api/articles/{id}/alert", """{"alert":null}""", hub.Harbour)).Expect(200);

        Assert.Null((await ExpectSame(version, id, article: 2)).Alert);
    }

    [Fact]
    public async Task Addresses_in_the_body_are_absolute()
    {
        var id = await hub.Create(ArticleOf("Addresses", "<p><a href=\"/tags/boats\">boats</a></p>", "en"));

        Assert.Contains($"<a href=\"{new Uri(hub.Address, "/tags/boats")}\"", NinjsStory.Read("3.1", (await Get("3.1", id, 1)).Text).Html!.Replace(" rel=\"nofollow\"", "", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_uri_is_the_id_in_the_feeds_and_a_correction_keeps_it()
    {
        var id = await hub.Create(ArticleOf("Identity", "<p>One</p>", "en"));
        var uri = NinjsStory.Read("3.1", (await Get("3.1", id, 1)).Text).Uri;
        (await hub.Send("POST", $"/api/articles/{id}/correct", """{"note":"A slip.","headline":"Another headline"}""", hub.Harbour)).Expect(200);

        foreach (var version in Numbers) Assert.Equal(uri, NinjsStory.Read(version, (await Get(version, id, 2)).Text).Uri);
        var feed = await Eventually.Is(() => hub.Get("/atom.xml"), response => response.Text.Contains(id, StringComparison.Ordinal));
        Assert.Contains(uri, XDocument.Parse(feed.Text).Descendants(XName.Get("id", "http://www.w3.org/2005/Atom")).Select(name => name.Value));
    }

    [Theory]
    [InlineData("kill", """{"reason":"It was untrue."}""", "canceled")]
    [InlineData("withhold", Checking, "withheld")]
    public async Task A_withdrawn_article_has_its_status_and_no_content(string verb, string body, string status)
    {
        var word = $"word{Guid.NewGuid():N}";
        var id = await hub.Create(ArticleOf(word, $"<p>All of {word}</p>", "en"));
        var tags = new Dictionary<string, string>();
        foreach (var version in Numbers) tags[version] = (await Get(version, id, 1)).Header("ETag")!;
        var uri = NinjsStory.Read("3.1", (await Get("3.1", id, 1)).Text).Uri;
        var before = (await hub.Get("/api/wire?limit=1")).Expect(200).Json.GetProperty("cursor").GetString()!;

        (await hub.Send("POST", $"/api/articles/{id}/{verb}", body, hub.Editor)).Expect(200);

        var withdrawn = new Dictionary<string, string>();
        foreach (var (version, tag) in tags)
            withdrawn[version] = (await Eventually.Is(() => hub.Send("GET", PathOf(version, id), headers: ("If-None-Match", tag)), answer => answer.Status == 200)).Text;
        foreach (var (version, document) in withdrawn)
        {
            ExpectWithdrawn(version, document, uri, status, word, hasNotice: body == Checking);
            var slice = (await hub.Get($"/api/ninjs/{version}/wire?after={before}&topics=article/{id}&wait=30")).Expect(200).Json;
            ExpectWithdrawn(version, slice.GetProperty("items").EnumerateArray().Single().GetRawText(), uri, status, word, hasNotice: body == Checking);
        }
    }

    [Fact]
    public async Task A_withheld_article_that_is_edited_in_silence_stays_withheld_until_it_is_published_again()
    {
        var id = await hub.Create(ArticleOf("Before", "<p>Before</p>", "en"));
        (await hub.Send("POST", $"/api/articles/{id}/withhold", Checking, hub.Editor)).Expect(200);
        (await hub.Send("PUT", $"/api/articles/{id}", """{"headline":"Silent words","section":"world","status":"draft"}""", hub.Editor, headers: ("If-Match", "*"))).Expect(200);
        var withheld = await Eventually.Is(() => hub.Get(PathOf("3.1", id)), response => Status(response) == "withheld");
        Assert.DoesNotContain("Silent words", withheld.Text, StringComparison.Ordinal);

        (await hub.Send("POST", $"/api/articles/{id}/publish", null, hub.Editor)).Expect(200);

        Assert.Contains("Silent words", (await Eventually.Is(() => hub.Get(PathOf("3.1", id)), response => Status(response) == "usable")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_article_that_was_never_public_is_not_found_and_not_on_the_wire()
    {
        var (word, later) = ($"word{Guid.NewGuid():N}", TimeProvider.System.GetUtcNow().AddDays(1));
        var before = (await hub.Get("/api/wire?limit=1")).Expect(200).Json.GetProperty("cursor").GetString()!;
        string[] ids =
        [
            await hub.Create(new { headline = word, section = "world", status = "draft" }),
            await hub.Create(new { headline = word, section = "world", status = "published", publishAt = later }),
            await hub.Create(new { headline = word, section = "world", status = "published", embargoedUntil = later }),
            await hub.Create(new { headline = word, section = "world", status = "draft" }),
            "unknown", "-no-id",
        ];
        (await hub.Send("POST", $"/api/articles/{ids[3]}/kill", """{"reason":"Never public."}""", hub.Editor)).Expect(200);
        await hub.Create(ArticleOf("Public", "<p>Public</p>", "en"));

        foreach (var id in ids) (await hub.Get(PathOf("3.1", id))).ExpectProblem(404);
        Assert.DoesNotContain(word, (await hub.Get($"/api/ninjs/3.1/wire?after={before}&wait=30")).Expect(200).Text, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public async Task The_wire_has_each_changed_article_once_as_it_is_now(string version)
    {
        var before = (await hub.Get("/api/wire?limit=1")).Expect(200).Json.GetProperty("cursor").GetString()!;
        var first = await hub.Create(ArticleOf("First", "<p>One</p>", "en"));
        var second = await hub.Create(ArticleOf("Second", "<p>Two</p>", "en"));
        (await hub.Send("POST", $"/api/articles/{first}/correct", """{"note":"A slip.","headline":"First, corrected"}""", hub.Harbour)).Expect(200);
        var head = await hub.State();

        var slice = (await hub.Get($"/api/ninjs/{version}/wire?after={before}&topics=article/{first},article/{second}")).Expect(200).Json;

        Assert.True(slice.GetProperty("recovered").GetBoolean(), head);
        var items = slice.GetProperty("items").EnumerateArray().Select(item => item.GetRawText()).ToArray();
        Assert.All(items, item => NinjsSchemas.Validate(version, item));
        Assert.Equal(["Second", "First, corrected"], items.Select(item => NinjsStory.Read(version, item).Headline));
        Assert.Equal((await Get(version, first, 2)).Text, items[1]);
        Assert.Equal((await hub.Get("/api/wire?limit=1")).Json.GetProperty("cursor").GetString(), slice.GetProperty("cursor").GetString());
    }

    [Fact]
    public async Task The_wire_waits_for_the_next_article()
    {
        await hub.State();
        var before = (await hub.Get("/api/ninjs/2.2/wire")).Expect(200).Json.GetProperty("cursor").GetString()!;
        var waiting = hub.Get($"/api/ninjs/2.2/wire?after={before}&topics=tag/waited&wait=30");
        await Task.Delay(200);
        Assert.False(waiting.IsCompleted);

        await hub.Create(new { headline = "Waited for", section = "world", tags = new[] { "waited" }, status = "published" });

        Assert.Equal("Waited for", NinjsStory.Read("2.2", (await waiting).Expect(200).Json.GetProperty("items")[0].GetRawText()).Headline);
    }

    [Fact]
    public async Task Long_answers_end_early_and_the_next_one_continues()
    {
        var before = (await hub.Get("/api/wire?limit=1")).Expect(200).Json.GetProperty("cursor").GetString()!;
        var ids = new List<string>();
        for (var n = 0; n < 26; n++) ids.Add(await hub.Create(new { headline = $"Long {n}", section = "world", tags = new[] { "long" }, body = new string('w', 180_000), status = "published" }));
        for (var n = 0; n < 60; n++) ids.Add(await hub.Create(new { headline = $"Short {n}", section = "world", tags = new[] { "long" }, status = "published" }));
        await hub.State();

        var (answers, received, cursor) = (0, new List<string>(), before);
        while (received.Count < ids.Count)
        {
            var response = (await hub.Get($"/api/ninjs/3.1/wire?after={cursor}&topics=tag/long")).Expect(200);
            Assert.InRange(response.Text.Length, 1, 5_000_000);
            var items = response.Json.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("uri").GetString()!).ToArray();
            Assert.InRange(items.Length, 1, 50);
            received.AddRange(items);
            (answers, cursor) = (answers + 1, response.Json.GetProperty("cursor").GetString()!);
        }

        Assert.Equal(ids, received.Select(uri => uri[(uri.LastIndexOf('/') + 1)..]));
        Assert.InRange(answers, 3, 10);
    }

    [Fact]
    public async Task A_cursor_that_cannot_be_resumed_returns_the_newest_articles()
    {
        var id = await hub.Create(ArticleOf("Newest", "<p>One</p>", "en"));
        await Get("3.1", id, 1);

        var slice = (await hub.Get("/api/ninjs/3.1/wire?after=otherlife.3")).Expect(200).Json;

        Assert.False(slice.GetProperty("recovered").GetBoolean());
        Assert.Contains(slice.GetProperty("items").EnumerateArray(), item => item.GetProperty("uri").GetString()!.EndsWith(id, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(404, "/api/ninjs/3.0/wire", null)]
    [InlineData(404, "/api/ninjs/3/articles/unknown", null)]
    [InlineData(404, "/api/ninjs/3.1/nothing", null)]
    [InlineData(400, "/api/ninjs/3.1/articles/unknown?sectoin=world", "sectoin")]
    [InlineData(400, "/api/ninjs/3.1/wire?limit=5", "limit")]
    [InlineData(400, "/api/ninjs/3.1/wire?after=nonsense", "after")]
    [InlineData(400, "/api/ninjs/3.1/wire?topics=weather", "topics")]
    [InlineData(400, "/api/ninjs/3.1/wire?topics=ranking/rising", "topics")]
    [InlineData(400, "/api/ninjs/3.1/wire?wait=31", "wait")]
    [InlineData(400, "/api/ninjs/3.1/wire?wait=soon", "wait")]
    public async Task Invalid_requests_are_refused(int status, string path, string? field) => (await hub.Get(path)).ExpectProblem(status, field);

    [Theory]
    [MemberData(nameof(Versions))]
    public async Task Caches_and_conditional_requests_get_what_HTTP_promises(string version)
    {
        var id = await hub.Create(ArticleOf("Cached", "<p>One</p>", "en"));
        await Get(version, id, 1);
        var whole = await Eventually.Is(() => hub.Get(PathOf(version, id)), response => response.Header("Last-Modified") is not null); // not within the second of a change
        Assert.Equal("application/json", whole.ContentType);
        Assert.Equal(("public, max-age=30, stale-while-revalidate=60", "*", "Accept-Encoding"), (whole.Header("Cache-Control"), whole.Header("Access-Control-Allow-Origin"), whole.Header("Vary")));
        Assert.Null(whole.Header("Set-Cookie"));

        foreach (var known in new[] { whole.Header("ETag")!, $"W/{whole.Header("ETag")}", "*" })
            Assert.Equal("", (await hub.Send("GET", PathOf(version, id), headers: ("If-None-Match", known))).Expect(304).Text);
        var head = (await hub.Send("HEAD", PathOf(version, id))).Expect(200);
        Assert.Equal("", head.Text);
        foreach (var name in new[] { "ETag", "Last-Modified", "Cache-Control", "Content-Type", "Content-Length", "Vary" }) Assert.Equal(whole.Header(name), head.Header(name));
        Assert.Equal("br", (await hub.Send("GET", PathOf(version, id), headers: ("Accept-Encoding", "br"))).Expect(200).Header("Content-Encoding"));
        Assert.Equal("no-store", (await hub.Get($"/api/ninjs/{version}/wire")).Expect(200).Header("Cache-Control"));
    }

    private static object ArticleOf(string headline, string html, string language) => new
    {
        headline,
        summary = $"In short: {headline}",
        section = "world",
        tags = new[] { "boats", "harbour" },
        body = html,
        bodyFormat = "html",
        status = "published",
        language,
        urgency = 3,
        byline = "Ada & Söhne",
        dateline = "PARIS, 26 November",
        image = new { url = "https://pictures.example/fähre/a%20b.jpg?w=1&h=2", alt = "A \"white\" ferry 🚢", credit = "B. Lens", width = 1200, height = 800 },
        source = new { name = "Harbour <Wire>", url = "https://harbour.example/?a=1&b=2" },
    };

    private static string PathOf(string version, string id) => $"/api/ninjs/{version}/articles/{id}";

    /// <summary>Waits for a version of an article, which is at most a moment behind its receipt.</summary>
    private Task<ApiResponse> Get(string version, string id, int article) =>
        Eventually.Is(() => hub.Get(PathOf(version, id)), response => response.Status == 200 && response.Json.GetProperty("version").GetString() == $"{article}");

    /// <summary>Asserts that a document is valid and says what the article's own representation says.</summary>
    private async Task<NinjsStory> ExpectSame(string version, string id, int article)
    {
        var document = (await Get(version, id, article)).Text;
        NinjsSchemas.Validate(version, document);
        var story = NinjsStory.Read(version, document);
        Assert.Equal(NinjsStory.OfArticle((await hub.Get($"/api/articles/{id}")).Expect(200).Json, story.Uri, hub.Address), story);
        Assert.EndsWith($":article/{id}", story.Uri, StringComparison.Ordinal);
        return story;
    }

    private static void ExpectWithdrawn(string version, string document, string uri, string status, string word, bool hasNotice)
    {
        NinjsSchemas.Validate(version, document);
        var story = NinjsStory.Read(version, document);
        Assert.Equal((uri, "2", status), (story.Uri, story.Version, story.Status));
        Assert.Equal((null, null, null, "", null, null), (story.Headline, story.Html, story.Summary, story.Terms, story.Picture, story.Page));
        Assert.DoesNotContain(word, document, StringComparison.Ordinal);
        Assert.DoesNotContain("untrue", document, StringComparison.Ordinal);
        Assert.DoesNotContain("being checked", document, StringComparison.Ordinal);
        Assert.Equal(hasNotice, document.Contains("We are checking this report.", StringComparison.Ordinal));
    }

    private static string? Status(ApiResponse response) => response.Status == 200 ? response.Json.GetProperty("pubStatus").GetString() : null;
}
