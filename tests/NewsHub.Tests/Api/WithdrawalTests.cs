using System.Globalization;
using System.Text.Json;
using Xunit;

namespace NewsHub.Tests.Api;

/// <summary>Withdrawn text disappears from every endpoint. Only an editor releases what an editor withheld. Readers see the notice, insiders the reason.</summary>
[Collection(SharedHub.Name)]
[Trait("Category", "Slow")]
public sealed class WithdrawalTests(HubProcess hub)
{
    private const string Reason = """{"reason":"It is being checked."}""";
    private const string WithNotice = """{"reason":"A lawyer called.","notice":"We are checking this report."}""";

    [Theory]
    [InlineData("withhold", Reason)]
    [InlineData("withhold", WithNotice)]
    [InlineData("kill", Reason)]
    [InlineData("redact", """{"reason":"It named somebody.","upToVersion":2}""")]
    public async Task Withdrawn_text_disappears_from_every_endpoint(string verb, string body)
    {
        var before = (await hub.Get("/api/wire?limit=1")).Expect(200).Json.GetProperty("cursor").GetString()!;
        var (first, second) = (UniqueWord(), UniqueWord());
        var id = await hub.Create(ArticleOf(first));
        (await hub.Send("POST", $"/api/articles/{id}/correct", $$"""{"note":"A slip.","headline":"News of {{second}}"}""", hub.Harbour)).Expect(200);
        var neighbour = await hub.Create(ArticleOf("nobody"));
        if (verb == "redact") await Replace(id, ArticleOf("nobody"));
        for (var reader = 0; reader < 3; reader++)
            (await hub.Send("POST", $"/api/articles/{id}/reads", "{}", headers: ("User-Agent", $"reader {reader}"))).Expect(202);

        foreach (var path in PublicPaths(before, id, neighbour)) await hub.Get(path); // fills the caches
        var receipt = (await hub.Send("POST", $"/api/articles/{id}/{verb}", body, hub.Editor)).Expect(200).Json;

        await WaitForEntry(receipt);
        foreach (var path in PublicPaths(before, id, neighbour))
        {
            var words = await Eventually.Is(() => hub.Get(path), response => !ContainsAny(response.Text, first, second));
            Assert.False(ContainsAny(words.Text, first, second), $"{path} still shows it: {words.Text}");
        }

        foreach (var from in new[] { before, null }) Assert.False(ContainsAny(await Events(from), first, second), "Server-sent events still show it.");
    }

    [Fact]
    public async Task A_headline_that_is_corrected_does_not_stay_in_the_address()
    {
        var word = UniqueWord();
        var id = await hub.Create(ArticleOf(word));
        Assert.EndsWith($"-{word}", await Url(), StringComparison.Ordinal);

        (await hub.Send("POST", $"/api/articles/{id}/correct", """{"note":"A name was removed.","headline":"News of nobody"}""", hub.Harbour)).Expect(200);
        (await hub.Send("POST", $"/api/articles/{id}/redact", """{"reason":"It named somebody.","upToVersion":1}""", hub.Editor)).Expect(200);

        Assert.Equal($"/articles/{id}/news-of-nobody", await Url());
        (await hub.Get($"/articles/{id}/news-of-{word}")).Expect(308);

        async Task<string> Url() => (await hub.Get($"/api/articles/{id}")).Expect(200).Json.GetProperty("url").GetString()!;
    }

    [Fact]
    public async Task A_withheld_article_that_is_published_again_shows_only_the_new_text()
    {
        var before = (await hub.Get("/api/wire?limit=1")).Expect(200).Json.GetProperty("cursor").GetString()!;
        var (first, second) = (UniqueWord(), UniqueWord());
        var id = await hub.Create(ArticleOf(first));
        (await hub.Send("POST", $"/api/articles/{id}/withhold", Reason, hub.Editor)).Expect(200);
        await Replace(id, ArticleOf(second));

        var entries = (await hub.Get($"/api/wire?after={before}&topics=article/{id}&wait=30")).Expect(200);

        Assert.False(ContainsAny(entries.Text, first), entries.Text);
        await Eventually.Is(() => Events(before), events => ContainsAny(events, second) && !ContainsAny(events, first));
        Assert.Equal(first, (await hub.Get($"/api/articles/{id}?version=1", hub.Harbour)).Expect(200).Json.GetProperty("headline").GetString()![8..]);
    }

    [Fact]
    public async Task A_newsroom_cannot_release_an_article_that_an_editor_withheld()
    {
        var id = await hub.Create(ArticleOf("nobody"));
        (await hub.Send("POST", $"/api/articles/{id}/withhold", Reason, hub.Editor)).Expect(200);

        foreach (var response in new[]
        {
            await hub.Send("POST", $"/api/articles/{id}/publish", null, hub.Harbour),
            await hub.Send("PUT", $"/api/articles/{id}", ArticleOf("nobody"), hub.Harbour, headers: ("If-Match", "*")),
            await hub.Send("PUT", $"/api/articles/{id}", """{"headline":"Ferry","section":"world","status":"draft"}""", hub.Harbour, headers: ("If-Match", "*")),
        })
            Assert.Contains("It is being checked.", response.ExpectProblem(403).Json.GetProperty("detail").GetString(), StringComparison.Ordinal);

        (await hub.Get($"/api/articles/{id}")).ExpectProblem(404);
        (await hub.Send("POST", $"/api/articles/{id}/publish", null, hub.Editor)).Expect(200);
        (await hub.Get($"/api/articles/{id}")).Expect(200);
    }

    [Fact]
    public async Task Readers_see_the_notice_and_insiders_the_reason()
    {
        var id = await hub.Create(ArticleOf("nobody"));
        var receipt = (await hub.Send("POST", $"/api/articles/{id}/withhold", WithNotice, hub.Editor)).Expect(200).Json;

        var page = (await hub.GetPage(id)).Expect(404);
        var outside = (await hub.Get($"/api/articles/{id}")).ExpectProblem(404);
        var entry = (await Entry(receipt)).GetProperty("article");
        var inside = (await hub.Get($"/api/articles/{id}", hub.Harbour)).Expect(200).Json.GetProperty("withdrawal");

        Assert.Contains("We are checking this report.", page.Text, StringComparison.Ordinal);
        Assert.Equal("We are checking this report.", outside.Json.GetProperty("notice").GetString());
        Assert.Equal("We are checking this report.", entry.GetProperty("note").GetString());
        Assert.All([page.Text, outside.Text, entry.GetRawText()], text => Assert.DoesNotContain("lawyer", text, StringComparison.Ordinal));
        Assert.Equal(("A lawyer called.", "editors", true), (Text(inside, "reason"), Text(inside, "newsroom"), inside.GetProperty("isByEditor").GetBoolean()));
        (await hub.Get($"/api/articles/{id}", hub.Hills)).ExpectProblem(404);
    }

    [Fact]
    public async Task Insiders_see_reason_time_and_key_of_a_kill()
    {
        var id = await hub.Create(ArticleOf("nobody"));
        (await hub.Send("POST", $"/api/articles/{id}/kill", """{"reason":"It was untrue."}""", hub.Editor)).Expect(200);
        var editor = (await hub.Get("/api/keys", hub.Admin)).Expect(200).Json.EnumerateArray().Single(key => Text(key, "newsroom") == "editors");

        foreach (var key in new[] { hub.Harbour, hub.Editor, hub.Admin })
        {
            var withdrawal = (await hub.Get($"/api/articles/{id}", key)).ExpectProblem(410).Json.GetProperty("withdrawal");
            Assert.Equal(("It was untrue.", Text(editor, "id")), (Text(withdrawal, "reason"), Text(withdrawal, "key")));
            Assert.True(withdrawal.GetProperty("at").GetDateTimeOffset() > TimeProvider.System.GetUtcNow().AddMinutes(-10));
        }

        foreach (var key in new[] { null, hub.Hills }) Assert.DoesNotContain("untrue", (await hub.Get($"/api/articles/{id}", key)).ExpectProblem(410).Text, StringComparison.Ordinal);
        Assert.DoesNotContain("untrue", (await hub.GetPage(id)).Expect(410).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_redacted_version_returns_410_and_only_insiders_see_the_reason()
    {
        var id = await hub.Create(ArticleOf("nobody"));
        await Replace(id, ArticleOf("nobody"));

        var receipt = (await hub.Send("POST", $"/api/articles/{id}/redact", """{"reason":"It named somebody.","upToVersion":1,"note":"A name was removed."}""", hub.Editor))
            .Expect(200).Json;

        var entry = await Entry(receipt);
        Assert.Equal(("updated", 1, "A name was removed."), (Text(entry, "kind"), entry.GetProperty("article").GetProperty("redactedUpTo").GetInt32(), Text(entry.GetProperty("article"), "note")));
        (await hub.Get($"/api/articles/{id}?version=1", hub.Editor)).ExpectProblem(410);
        (await hub.Get($"/api/articles/{id}?version=2", hub.Editor)).Expect(200);
        Assert.Equal("It named somebody.", Text((await hub.Get($"/api/articles/{id}", hub.Harbour)).Json.GetProperty("redactions")[0], "reason"));
        Assert.DoesNotContain("named somebody", (await hub.Get($"/api/articles/{id}")).Expect(200).Text, StringComparison.Ordinal);
        Assert.Contains("A name was removed.", (await hub.GetPage(id)).Expect(200).Text, StringComparison.Ordinal);
    }

    private static string[] PublicPaths(string before, string id, string neighbour) =>
    [
        "/", "/sections/world", "/tags/boats", $"/articles/{id}", $"/articles/{neighbour}", "/api/articles", "/api/articles?section=world", "/api/articles?tag=boats",
        $"/api/articles/{id}", $"/api/articles/{id}?version=1", $"/api/articles/{id}?version=2", "/api/wire", $"/api/wire?after={before}",
        $"/api/wire?after={before}&topics=tag/boats,article/{id}", $"/api/wire?after={before.Split('.')[0]}.0&limit=500", "/api/rankings/rising", "/api/rankings/today",
        "/api/rankings/rising?section=world", "/api/rankings/today?section=world&explain=true", .. Feeds("", "/sections/world", "/tags/boats", "/corrections"),
        "/atom/archive/1.xml", .. new[] { "3.1", "2.2", "1.6" }.SelectMany(version => NinjsPaths(version, before, id, neighbour)), "/sitemap.xml", "/sitemaps/news.xml", $"/sitemaps/{TimeProvider.System.GetUtcNow():yyyy-MM}.xml",
    ];

    private static string[] NinjsPaths(string version, string before, string id, string neighbour) =>
    [
        $"/api/ninjs/{version}/articles/{id}", $"/api/ninjs/{version}/articles/{neighbour}", $"/api/ninjs/{version}/wire", $"/api/ninjs/{version}/wire?after={before}",
        $"/api/ninjs/{version}/wire?after={before}&topics=tag/boats,article/{id}",
    ];

    private static IEnumerable<string> Feeds(params string[] lists) => lists.SelectMany(list => new[] { $"{list}/feed.xml", $"{list}/atom.xml", $"{list}/feed.json" });

    private async Task Replace(string id, string body) =>
        await WaitForEntry((await hub.Send("PUT", $"/api/articles/{id}", body, hub.Editor, headers: ("If-Match", "*"))).Expect(200).Json);

    private Task WaitForEntry(JsonElement receipt) => Entry(receipt);

    /// <summary>Waits for the entry of a receipt on the wire and returns it.</summary>
    private async Task<JsonElement> Entry(JsonElement receipt)
    {
        var cursor = Text(receipt, "cursor")!.Split('.');
        var before = string.Create(CultureInfo.InvariantCulture, $"{cursor[0]}.{long.Parse(cursor[1], CultureInfo.InvariantCulture) - 1}");
        return (await hub.Get($"/api/wire?after={before}&limit=1&wait=30")).Expect(200).Json.GetProperty("entries")[0];
    }

    /// <summary>Returns the server-sent events up to the present.</summary>
    private async Task<string> Events(string? after)
    {
        using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        using var reader = new StreamReader(await hub.Client.GetStreamAsync($"/live/events?topics=news,ranking/rising{(after is null ? "" : $"&after={after}")}", timeout.Token));
        var events = new System.Text.StringBuilder();
        while (await reader.ReadLineAsync(timeout.Token) is { } line && line != "event: live") events.AppendLine(line);
        return events.ToString();
    }

    private static string ArticleOf(string word) =>
        $$"""{"headline":"News of {{word}}","summary":"More of {{word}}","section":"world","tags":["boats"],"body":"All of {{word}}","status":"published"}""";

    private static string UniqueWord() => $"word{Guid.NewGuid():N}";

    private static bool ContainsAny(string text, params string[] words) => words.Any(word => text.Contains(word, StringComparison.Ordinal));

    private static string? Text(JsonElement json, string field) => json.GetProperty(field).GetString();
}
