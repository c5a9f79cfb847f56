using System.Globalization;
using System.Text.Json;
using Xunit;

namespace NewsHub.Tests.Api;

/// <summary>A newsroom covers an event in posts; readers read and follow them.</summary>
[Collection(SharedHub.Name)]
[Trait("Category", "Slow")]
public sealed class LiveBlogTests(HubProcess hub)
{
    [Fact]
    public async Task Posts_are_listed_in_the_order_of_the_wire_until_they_are_moved()
    {
        var id = await Start();
        foreach (var post in new[] { "a", "b", "c", "d" }) await Put(id, post);
        await Shows("d c b a", id);

        await Do(id, "d/move", """{"after":"a"}""");
        await Shows("c b d a", id);
        await Do(id, "a/move", """{"after":"c"}""");
        await Shows("a c b d", id);
        await Do(id, "c/move", """{"after":null}""");
        await Shows("a b d c", id);

        for (var i = 0; i < 25; i++) await Do(id, $"{(i % 2 == 0 ? "a" : "b")}/move", """{"after":"d"}""");
        await Shows("b a d c", id);
        await Shows("b a", id, "?limit=2");
        var first = (await hub.Get($"/api/articles/{id}/posts?limit=2")).Expect(200).Json;
        Assert.Equal("d c", Ids((await hub.Get(first.GetProperty("next").GetString()!)).Expect(200).Json));
        await Shows("a d", id, "?around=d&limit=2");
        (await hub.Send("POST", $"/api/articles/{id}/posts/a/move", """{"after":"nowhere"}""", hub.Harbour)).ExpectProblem(409);
    }

    [Fact]
    public async Task A_removed_post_is_gone_from_every_door()
    {
        var before = (await hub.Get("/api/wire?limit=1")).Expect(200).Json.GetProperty("cursor").GetString()!;
        var id = await Start();
        await Put(id, "a", "Secret of the tower");
        await Put(id, "b", "Plain");
        await Do(id, "a/correct", """{"note":"A secret slip"}""");
        foreach (var path in Doors()) Assert.Contains("ecret", (await hub.Get(path)).Expect(200).Text, StringComparison.Ordinal);

        (await hub.Send("DELETE", $"/api/articles/{id}/posts/a", null, hub.Harbour)).Expect(200);

        foreach (var path in Doors()) await Eventually.Is(() => hub.Get(path), response => !response.Text.Contains("ecret", StringComparison.Ordinal));
        (await hub.Get($"/api/articles/{id}/posts/a")).ExpectProblem(410);
        (await hub.Get($"/api/articles/{id}/posts?around=a")).ExpectProblem(410);
        (await hub.Send("PUT", $"/api/articles/{id}/posts/a", """{"body":"x"}""", hub.Harbour, headers: ("If-None-Match", "*"))).ExpectProblem(410);
        var kinds = (await hub.Get($"/api/wire?after={before}&topics=article/{id}")).Expect(200).Json.GetProperty("entries").EnumerateArray().Select(entry => entry.GetProperty("kind").GetString());
        Assert.Equal(["published", "posted", "postRemoved"], kinds);

        string[] Doors() => [$"/api/articles/{id}/posts", $"/api/wire?after={before}&topics=article/{id}", $"/articles/{id}/feed.xml", $"/articles/{id}/atom.xml", $"/articles/{id}/feed.json"];
    }

    [Fact]
    public async Task A_struck_post_is_marked_in_lists_feeds_and_on_the_wire()
    {
        var id = await Start();
        await Put(id, "a");
        await Do(id, "a/strike", """{"reason":"It was thunder."}""");

        var list = await Eventually.Is(() => hub.Get($"/api/articles/{id}/posts"), list => list.Text.Contains("struck", StringComparison.Ordinal));
        var post = list.Json.GetProperty("posts")[0];
        Assert.Equal(("struck", "It was thunder."), (post.GetProperty("state").GetString(), post.GetProperty("reason").GetString()));
        await Eventually.Is(() => hub.Get($"/articles/{id}/atom.xml"), feed => feed.Text.Contains("Withdrawn", StringComparison.Ordinal) && feed.Text.Contains("It was thunder.", StringComparison.Ordinal));
        await Do(id, "a/unstrike", "{}");
        Assert.Equal("published", (await hub.Get($"/api/articles/{id}/posts/a")).Expect(200).Json.GetProperty("state").GetString());
    }

    [Fact]
    public async Task A_killed_article_takes_its_posts_with_it_and_a_withheld_one_hides_them()
    {
        var before = (await hub.Get("/api/wire?limit=1")).Expect(200).Json.GetProperty("cursor").GetString()!;
        var id = await Start();
        await Put(id, "a", "Secret of the tower");
        (await hub.Send("POST", $"/api/articles/{id}/withhold", """{"reason":"Checking."}""", hub.Editor)).Expect(200);

        (await hub.Get($"/api/articles/{id}/posts")).ExpectProblem(404);
        (await hub.Get($"/articles/{id}/feed.xml")).ExpectProblem(404);
        (await hub.Send("POST", $"/api/articles/{id}/posts", """{"body":"x","status":"published"}""", hub.Harbour)).ExpectProblem(409);
        Assert.DoesNotContain("Secret", (await hub.Get($"/api/wire?after={before}&topics=article/{id}")).Expect(200).Text, StringComparison.Ordinal);
        (await hub.Send("POST", $"/api/articles/{id}/publish", "{}", hub.Editor)).Expect(200);
        await Shows("a", id);

        (await hub.Send("POST", $"/api/articles/{id}/kill", """{"reason":"Over."}""", hub.Editor)).Expect(200);
        foreach (var path in new[] { "posts", "posts/a" }) (await hub.Get($"/api/articles/{id}/{path}")).ExpectProblem(410);
        (await hub.Send("POST", $"/api/articles/{id}/posts", """{"body":"x","status":"published"}""", hub.Harbour)).ExpectProblem(410);
    }

    [Fact]
    public async Task A_post_scheduled_while_the_live_blog_is_paused_waits_until_it_is_live_again()
    {
        var id = await Start();
        (await hub.Send("POST", $"/api/articles/{id}/coverage/pause", "{}", hub.Harbour)).Expect(200);
        (await hub.Send("POST", $"/api/articles/{id}/posts", """{"body":"x","status":"published"}""", hub.Harbour)).ExpectProblem(409);
        var at = TimeProvider.System.GetUtcNow().AddSeconds(1).ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture);
        var post = (await hub.Send("POST", $"/api/articles/{id}/posts", $$"""{"body":"later","status":"published","publishAt":"{{at}}"}""", hub.Harbour)).Expect(201).Json.GetProperty("id").GetString()!;
        await Eventually.Is(() => TimeProvider.System.GetUtcNow() > DateTimeOffset.Parse(at, CultureInfo.InvariantCulture).AddSeconds(1));
        await Shows("", id);
        (await hub.Send("PATCH", $"/api/articles/{id}/posts/{post}", """{"title":"A title while it waits"}""", hub.Harbour, headers: ("If-Match", "\"1\""))).Expect(200);

        (await hub.Send("POST", $"/api/articles/{id}/coverage/start", "{}", hub.Harbour)).Expect(200);

        await Shows(post, id);
        Assert.Equal("A title while it waits", (await hub.Get($"/api/articles/{id}/posts/{post}")).Expect(200).Json.GetProperty("title").GetString());
    }

    [Fact]
    public async Task A_post_that_is_removed_while_its_article_is_withheld_does_not_come_back_with_it()
    {
        var id = await Start();
        await Put(id, "kept");
        await Put(id, "removed", "Wrongly reported");
        await Shows("removed kept", id);
        (await hub.Send("POST", $"/api/articles/{id}/withhold", """{"reason":"Checking"}""", hub.Editor)).Expect(200);
        (await hub.Send("DELETE", $"/api/articles/{id}/posts/removed", null, hub.Editor)).Expect(200);

        (await hub.Send("POST", $"/api/articles/{id}/publish", "{}", hub.Editor)).Expect(200);

        await Shows("kept", id);
        Assert.DoesNotContain("Wrongly", (await hub.Get($"/articles/{id}/feed.xml")).Expect(200).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_move_that_is_refused_changes_no_other_post()
    {
        var id = await Start();
        foreach (var post in new[] { "a", "b", "c" }) await Put(id, post);
        await hub.Send("PUT", $"/api/articles/{id}/posts/draft", """{"body":"Not yet"}""", hub.Harbour, headers: ("If-None-Match", "*"));
        await Shows("c b a", id);
        var before = (await hub.Get("/api/wire?limit=1")).Json.GetProperty("cursor").GetString();

        (await hub.Send("POST", $"/api/articles/{id}/posts/draft/move", """{"after":"a"}""", hub.Harbour)).ExpectProblem(409);
        (await hub.Send("POST", $"/api/articles/{id}/posts/c/move", """{"after":"a"}""", hub.Harbour, headers: ("If-Match", "\"9\""))).ExpectProblem(412);
        (await hub.Send("POST", $"/api/articles/{id}/posts/nowhere/move", """{"after":"a"}""", hub.Harbour)).ExpectProblem(404);
        (await hub.Send("POST", "/api/articles/nowhere/posts/c/move", """{"after":"a"}""", hub.Harbour)).ExpectProblem(404);

        Assert.Empty((await hub.Get($"/api/wire?topics=article/{id}&after={before}")).Json.GetProperty("entries").EnumerateArray());
    }

    [Fact]
    public async Task The_id_of_a_deleted_draft_brings_none_of_its_posts_back()
    {
        var id = await hub.Create("""{"headline":"Storm","section":"world","coverage":{}}""");
        (await hub.Send("PUT", $"/api/articles/{id}/posts/a", """{"body":"Of the first"}""", hub.Harbour, headers: ("If-None-Match", "*"))).Expect(201);
        (await hub.Send("DELETE", $"/api/articles/{id}", null, hub.Harbour)).Expect(200);
        (await hub.Send("PUT", $"/api/articles/{id}", """{"headline":"Calm","section":"world","coverage":{}}""", hub.Harbour, headers: ("If-None-Match", "*"))).Expect(201);

        (await hub.Send("PUT", $"/api/articles/{id}/posts/a", """{"body":"Of the second"}""", hub.Harbour, headers: ("If-None-Match", "*"))).Expect(201);
    }

    [Fact]
    public async Task The_ninjs_wire_has_an_article_when_it_changes_and_not_for_its_posts()
    {
        var id = await Start();
        var after = (await hub.Get("/api/wire?limit=1")).Json.GetProperty("cursor").GetString();
        await Put(id, "a");
        await Do(id, "a/key", """{"key":true}""");

        var slice = (await hub.Get($"/api/ninjs/3.1/wire?after={after}&topics=article/{id}")).Expect(200).Json;

        Assert.Empty(slice.GetProperty("items").EnumerateArray());
        Assert.NotEqual(after, slice.GetProperty("cursor").GetString());
    }

    [Fact]
    public async Task A_command_that_is_repeated_makes_one_post()
    {
        var id = await Start();
        var bodies = new[] { """{"body":"one","status":"published"}""", """{"body":"one","status":"published"}""" };
        var posts = new List<ApiResponse>();
        foreach (var body in bodies) posts.Add((await hub.Send("POST", $"/api/articles/{id}/posts", body, hub.Harbour, headers: ("Idempotency-Key", $"{id}-key"))).Expect(201));

        Assert.Equal(posts[0].Text, posts[1].Text);
        Assert.Equal("true", posts[1].Header("Idempotency-Replayed"));
        await Shows(posts[0].Json.GetProperty("id").GetString()!, id);
    }

    [Theory]
    [InlineData("""{"body":"<script>x</script>"}""", "body")]
    [InlineData("""{"body":"<iframe src='https://x.example'></iframe>","bodyFormat":"html"}""", "body")]
    [InlineData("""{"body":"x","at":"2199-01-01T00:00:00Z"}""", "at")]
    [InlineData("""{"body":"x","authors":[{"role":"editor"}]}""", "authors[0].name")]
    [InlineData("""{"title":"No body"}""", "body")]
    [InlineData("""{"body":"x","pinned":true}""", "pinned")]
    [InlineData("""{"body":"x","key":"yes"}""", "key")]
    public async Task Bad_input_is_refused_by_field(string body, string field)
    {
        var id = await Start();

        (await hub.Send("POST", $"/api/articles/{id}/posts", body, hub.Harbour)).ExpectProblem(400, field);
        await Shows("", id);
    }

    [Fact]
    public async Task An_article_gets_a_live_blog_later_and_other_newsrooms_cannot_post()
    {
        var id = await hub.Create("""{"headline":"Storm","section":"world","status":"published"}""");
        (await hub.Send("POST", $"/api/articles/{id}/posts", """{"body":"x"}""", hub.Harbour)).ExpectProblem(409);
        (await hub.Get($"/api/articles/{id}/posts")).ExpectProblem(404);

        (await hub.Send("PATCH", $"/api/articles/{id}", """{"coverage":{"order":"oldest"}}""", hub.Harbour, headers: ("If-Match", "\"1\""))).Expect(200);
        (await hub.Send("POST", $"/api/articles/{id}/coverage/start", "{}", hub.Harbour)).Expect(200);
        await Put(id, "a");
        await Put(id, "b");

        await Shows("a b", id);
        (await hub.Send("POST", $"/api/articles/{id}/posts", """{"body":"x"}""", hub.Hills)).ExpectProblem(403);
        var tag = (await hub.Get($"/api/articles/{id}/posts")).Header("ETag")!;
        (await hub.Send("GET", $"/api/articles/{id}/posts", null, null, headers: ("If-None-Match", tag))).Expect(304);
    }

    private async Task<string> Start() => await hub.Create("""{"headline":"Storm reaches the coast","section":"world","status":"published","coverage":{"state":"live"}}""");

    private async Task Put(string article, string post, string text = "Strong wind") => (await hub.Send(
        "PUT", $"/api/articles/{article}/posts/{post}", JsonSerializer.Serialize(new { title = text, body = text, status = "published" }), hub.Harbour, headers: ("If-None-Match", "*"))).Expect(201);

    private async Task Do(string article, string command, string body) => (await hub.Send("POST", $"/api/articles/{article}/posts/{command}", body, hub.Harbour)).Expect(200);

    private async Task<string> Listed(string article, string query = "") => Ids((await hub.Get($"/api/articles/{article}/posts{query}")).Expect(200).Json);

    /// <summary>Asserts the ids of the posts as a reader gets them. Memory follows the wire, so a list may lack the last change for milliseconds.</summary>
    private async Task Shows(string ids, string article, string query = "") => await Eventually.Is(() => Listed(article, query), listed => listed == ids);

    private static string Ids(JsonElement list) => string.Join(' ', list.GetProperty("posts").EnumerateArray().Select(post => post.GetProperty("id").GetString()));
}
