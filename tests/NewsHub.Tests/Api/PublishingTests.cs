using System.Globalization;
using System.Text.Json.Nodes;
using Xunit;

namespace NewsHub.Tests.Api;

[Collection(SharedHub.Name)]
[Trait("Category", "Slow")]
public sealed class PublishingTests(HubProcess hub)
{
    private const string Valid = """{"headline":"Ferry returns","section":"world","tags":["boats"],"body":"After *nine* years.","status":"published"}""";
    private const string DraftArticle = """{"headline":"Ferry returns","section":"world"}""";

    [Fact]
    public async Task Creating_an_article_returns_a_receipt_location_and_cursor()
    {
        var response = (await hub.Send("POST", "/api/articles", Valid, hub.Harbour)).Expect(201);

        Assert.Equal((1, "published"), (response.Json.GetProperty("version").GetInt32(), response.Json.GetProperty("status").GetString()));
        Assert.Equal("\"1\"", response.Header("ETag"));
        var article = (await hub.Get(response.Header("Location")!)).Expect(200);
        Assert.Equal("Ferry returns", article.Json.GetProperty("headline").GetString());
        Assert.Contains("<em>nine</em>", article.Json.GetProperty("bodyHtml").GetString(), StringComparison.Ordinal);
        var cursor = response.Json.GetProperty("cursor").GetString()!;
        var wire = (await hub.Get($"/api/wire?after={Before(cursor)}&limit=1&wait=30")).Expect(200);
        Assert.Equal(cursor, wire.Json.GetProperty("entries")[0].GetProperty("cursor").GetString());
    }

    [Fact]
    public async Task Breaking_news_has_a_flash_alert_by_default()
    {
        Assert.Equal("flash", await AlertOf(Valid));
        Assert.Equal("urgent", await AlertOf(Valid.Replace("{", """{"alert":"urgent",""", StringComparison.Ordinal)));

        async Task<string?> AlertOf(string body)
        {
            var id = (await hub.Send("POST", "/api/breaking", body, hub.Harbour)).Expect(201).Json.GetProperty("id").GetString();
            return (await hub.Get($"/api/articles/{id}")).Json.GetProperty("alert").GetString();
        }
    }

    [Fact]
    public async Task A_GET_with_the_current_ETag_returns_304()
    {
        var id = await hub.Create(Valid);

        (await hub.Send("GET", $"/api/articles/{id}", headers: ("If-None-Match", "\"1\""))).Expect(304);
        (await hub.Send("GET", $"/api/articles/{id}", headers: ("If-None-Match", "\"2\""))).Expect(200);
    }

    [Fact]
    public async Task A_create_repeated_with_its_Idempotency_Key_is_executed_once()
    {
        var idempotency = ("Idempotency-Key", $"key-{Guid.NewGuid()}");
        var first = (await hub.Send("POST", "/api/articles", Valid, hub.Harbour, headers: idempotency)).Expect(201);
        var state = await hub.State();

        var again = (await hub.Send("POST", "/api/articles", Valid, hub.Harbour, headers: idempotency)).Expect(201);

        Assert.Equal((first.Text, "true", null), (again.Text, again.Header("Idempotency-Replayed"), first.Header("Idempotency-Replayed")));
        Assert.Equal(state, await hub.State());
        Assert.NotEqual(first.Text, (await hub.Send("POST", "/api/articles", Valid, hub.Hills, headers: idempotency)).Expect(201).Text);
    }

    [Fact]
    public async Task A_command_repeated_with_its_Idempotency_Key_replays_its_receipt_even_if_it_is_no_longer_allowed()
    {
        var id = await hub.Create(DraftArticle);
        await Twice("publish", null, hub.Harbour);
        await Twice("correct", """{"note":"It was Tuesday.","summary":"On Tuesday."}""", hub.Harbour);
        await Twice("kill", """{"reason":"It was untrue."}""", hub.Editor);

        async Task Twice(string verb, string? body, string key)
        {
            var idempotency = ("Idempotency-Key", $"{verb}-{Guid.NewGuid()}");
            var first = (await hub.Send("POST", $"/api/articles/{id}/{verb}", body, key, headers: idempotency)).Expect(200);
            var again = (await hub.Send("POST", $"/api/articles/{id}/{verb}", body, key, headers: idempotency)).Expect(200);
            Assert.Equal((first.Text, "true"), (again.Text, again.Header("Idempotency-Replayed")));
        }
    }

    [Fact]
    public async Task A_correction_repeated_after_a_kill_replays_its_receipt()
    {
        var id = await hub.Create(Valid);
        var idempotency = ("Idempotency-Key", $"correct-{Guid.NewGuid()}");
        const string Correction = """{"note":"It was Tuesday.","summary":"On Tuesday."}""";
        var first = (await hub.Send("POST", $"/api/articles/{id}/correct", Correction, hub.Harbour, headers: idempotency)).Expect(200);
        (await hub.Send("POST", $"/api/articles/{id}/kill", """{"reason":"It was untrue."}""", hub.Editor)).Expect(200);

        Assert.Equal(first.Text, (await hub.Send("POST", $"/api/articles/{id}/correct", Correction, hub.Harbour, headers: idempotency)).Expect(200).Text);
    }

    [Fact]
    public async Task A_PUT_creates_an_article_with_a_chosen_id()
    {
        var id = $"own-{Guid.NewGuid():N}";

        var response = (await hub.Send("PUT", $"/api/articles/{id}", Valid, hub.Harbour, headers: ("If-None-Match", "*"))).Expect(201);

        Assert.Equal($"/api/articles/{id}", response.Header("Location"));
        (await hub.Get($"/api/articles/{id}")).Expect(200);
    }

    [Fact]
    public async Task HEAD_returns_the_status_and_ETag_of_GET()
    {
        var id = await hub.Create(Valid);

        Assert.Equal("\"1\"", (await hub.Send("HEAD", $"/api/articles/{id}")).Expect(200).Header("ETag"));
        (await hub.Send("HEAD", "/api/articles")).Expect(200);
        (await hub.Send("HEAD", "/api/articles/nowhere")).Expect(404);
    }

    [Fact]
    public async Task A_PUT_of_the_GET_response_changes_nothing()
    {
        const string Rich = """
            {"headline":"Ferry returns","summary":"At last.","section":"world","tags":["boats"],"body":"After *nine* years.","status":"published","language":"en-GB",
             "byline":"Ada Quill","dateline":"PARIS, 26 November","source":{"name":"Harbour Wire","url":"https://harbour.example"},"image":{"url":"https://harbour.example/a.jpg","alt":"A ferry"},
             "urgency":2,"alert":"flash","alertMinutes":30,"slug":"ferry-returns"}
            """;
        var tomorrow = TimeProvider.System.GetUtcNow().AddDays(1).ToString("O", CultureInfo.InvariantCulture);
        var later = Rich.Replace("{\"headline\"", $"{{\"publishAt\":\"{tomorrow}\",\"headline\"", StringComparison.Ordinal);
        var withheld = await hub.Create(Rich);
        (await hub.Send("POST", $"/api/articles/{withheld}/withhold", """{"reason":"a"}""", hub.Editor)).Expect(200);
        string[] ids = [await hub.Create(Rich), await hub.Create(DraftArticle), await hub.Create(later), withheld];
        foreach (var id in ids)
        {
            var got = (await hub.Get($"/api/articles/{id}", hub.Harbour)).Expect(200);

            (await hub.Send("PUT", $"/api/articles/{id}", got.Text, hub.Harbour, headers: ("If-Match", got.Header("ETag")!))).Expect(200);

            Assert.Equal(WithoutVersion(got.Text), WithoutVersion((await hub.Get($"/api/articles/{id}", hub.Harbour)).Text));
        }

        static string WithoutVersion(string article)
        {
            var fields = JsonNode.Parse(article)!.AsObject();
            fields.Remove("version");
            fields.Remove("revisedAt");
            fields.Remove("updatedAt");
            return fields.ToJsonString();
        }
    }

    [Fact]
    public async Task A_correction_changes_only_its_fields_and_publishes_its_note()
    {
        var id = await hub.Create(Valid);

        (await hub.Send("POST", $"/api/articles/{id}/correct", """{"note":"It was Tuesday.","summary":"On Tuesday."}""", hub.Harbour)).Expect(200);

        var article = (await hub.Get($"/api/articles/{id}")).Json;
        Assert.Equal(("Ferry returns", "On Tuesday."), (article.GetProperty("headline").GetString(), article.GetProperty("summary").GetString()));
        Assert.Equal("It was Tuesday.", article.GetProperty("corrections")[0].GetProperty("note").GetString());
        var listed = (await hub.Get("/api/articles?limit=1")).Json.GetProperty("articles")[0];
        Assert.Equal((id, "It was Tuesday."), (listed.GetProperty("id").GetString(), listed.GetProperty("note").GetString()));
    }

    [Fact]
    public async Task Only_insiders_see_drafts_and_earlier_versions()
    {
        var id = await hub.Create(DraftArticle);
        foreach (var key in new[] { null, hub.Hills, "nh_nobodys" }) (await hub.Get($"/api/articles/{id}", key)).ExpectProblem(404);
        foreach (var key in new[] { hub.Harbour, hub.Editor, hub.Admin }) (await hub.Get($"/api/articles/{id}", key)).Expect(200);

        (await hub.Send("PUT", $"/api/articles/{id}", Valid, hub.Harbour, headers: ("If-Match", "\"1\""))).Expect(200);

        Assert.Equal("draft", (await hub.Get($"/api/articles/{id}?version=1", hub.Harbour)).Json.GetProperty("status").GetString());
        (await hub.Get($"/api/articles/{id}?version=2")).Expect(200);
        foreach (var version in new[] { "1", "3", "0", "-1" }) (await hub.Get($"/api/articles/{id}?version={version}")).ExpectProblem(404);
        foreach (var version in new[] { "3", "0", "-1" }) (await hub.Get($"/api/articles/{id}?version={version}", hub.Harbour)).ExpectProblem(404);
    }

    [Fact]
    public async Task A_killed_article_is_gone_from_every_endpoint()
    {
        var secret = $"secret{Guid.NewGuid():N}";
        var body = $$"""{"headline":"{{secret}}","section":"world","body":"{{secret}}","tags":["{{secret}}"],"status":"published"}""";
        var id = await hub.Create(body);
        var start = Before((await hub.Get("/api/wire?limit=1")).Json.GetProperty("cursor").GetString()!);
        (await hub.Send("POST", $"/api/articles/{id}/correct", """{"note":"a","summary":"b"}""", hub.Harbour)).Expect(200);

        (await hub.Send("POST", $"/api/articles/{id}/kill", """{"reason":"It was untrue."}""", hub.Editor)).Expect(200);

        foreach (var key in new[] { null, hub.Harbour, hub.Admin })
        {
            (await hub.Get($"/api/articles/{id}", key)).ExpectProblem(410);
            (await hub.Get($"/api/articles/{id}?version=1", key)).ExpectProblem(410);
        }

        (await hub.Send("PUT", $"/api/articles/{id}", body, hub.Harbour, headers: ("If-Match", "*"))).ExpectProblem(410);
        (await hub.Send("PUT", $"/api/articles/{id}", body, hub.Harbour, headers: ("If-None-Match", "*"))).ExpectProblem(410);
        (await hub.GetPage(id)).Expect(410);
        Assert.DoesNotContain(secret, (await hub.Get("/api/articles?limit=100")).Expect(200).Text, StringComparison.Ordinal);
        var seen = (await Eventually.Is(() => hub.Get($"/api/wire?after={start}"), wire => wire.Json.GetProperty("entries").EnumerateArray().Any(entry =>
            entry.GetProperty("kind").GetString() == "killed" && entry.GetProperty("article").GetProperty("id").GetString() == id))).Text;
        Assert.DoesNotContain($"\"headline\":\"{secret}", seen, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_scheduled_or_embargoed_article_is_held_with_status_scheduled()
    {
        var later = TimeProvider.System.GetUtcNow().AddHours(1).ToString("O", CultureInfo.InvariantCulture);
        foreach (var when in new[] { "publishAt", "embargoedUntil" })
        {
            var body = Valid.Replace("{", $$"""{"{{when}}":"{{later}}",""", StringComparison.Ordinal);
            var response = (await hub.Send("POST", "/api/articles", body, hub.Harbour)).Expect(201);
            Assert.Equal("scheduled", response.Json.GetProperty("status").GetString());
            Assert.False(response.Json.TryGetProperty("cursor", out _));
            var id = response.Json.GetProperty("id").GetString();
            (await hub.Get($"/api/articles/{id}")).ExpectProblem(404);

            var published = (await hub.Send("POST", $"/api/articles/{id}/publish", null, hub.Harbour)).Expect(200).Json.GetProperty("status").GetString();

            Assert.Equal(when == "publishAt" ? "published" : "scheduled", published);
        }
    }

    [Fact]
    public async Task An_explicit_null_removes_a_time_and_a_scheduled_article_without_a_time_is_a_draft()
    {
        var later = TimeProvider.System.GetUtcNow().AddHours(1).ToString("O", CultureInfo.InvariantCulture);
        foreach (var when in new[] { "publishAt", "embargoedUntil" })
        {
            var id = await hub.Create(Valid.Replace("{", $$"""{"{{when}}":"{{later}}",""", StringComparison.Ordinal));
            const string Text = """{"headline":"Ferry sails","section":"world"}""";

            Assert.Equal("scheduled", await StatusAfterPut(id, Text));
            Assert.Equal("draft", await StatusAfterPut(id, Text.Replace("{", $$"""{"{{when}}":null,""", StringComparison.Ordinal)));

            Assert.False((await hub.Get($"/api/articles/{id}", hub.Harbour)).Expect(200).Json.TryGetProperty(when, out _));
            (await hub.Get($"/api/articles/{id}")).ExpectProblem(404);
        }

        async Task<string?> StatusAfterPut(string id, string body) =>
            (await hub.Send("PUT", $"/api/articles/{id}", body, hub.Harbour, headers: ("If-Match", "*"))).Expect(200).Json.GetProperty("status").GetString();
    }

    [Fact]
    public async Task Publish_takes_a_time()
    {
        var id = await hub.Create(DraftArticle);

        (await hub.Send("POST", $"/api/articles/{id}/publish", """{"at":"2026-12-01T08:00:00"}""", hub.Harbour)).ExpectProblem(400);
        Assert.Equal("scheduled", await Publish($$"""{"at":"{{TimeProvider.System.GetUtcNow().AddHours(1):yyyy-MM-ddTHH:mm:ss}}+00:00"}"""));
        Assert.Equal("published", await Publish(null));

        async Task<string?> Publish(string? body) =>
            (await hub.Send("POST", $"/api/articles/{id}/publish", body, hub.Harbour)).Expect(200).Json.GetProperty("status").GetString();
    }

    [Fact]
    public async Task A_PATCH_changes_its_fields_and_keeps_the_others()
    {
        var id = await hub.Create("""
            {"headline":"Ferry returns","summary":"At last.","section":"world","tags":["boats"],"body":"After *nine* years.","status":"published",
             "byline":"Ada Quill","source":{"name":"Harbour Wire","url":"https://harbour.example"},"image":{"url":"https://harbour.example/a.jpg","alt":"A ferry","credit":"B. Lens"}}
            """);

        var patched = await Patch("\"1\"", """{"headline":"Ferry sails","byline":null,"image":{"alt":"A white ferry","credit":null}}""");
        Assert.Equal("\"2\"", patched.Expect(200).Header("ETag"));

        var article = (await hub.Get($"/api/articles/{id}")).Expect(200).Json;
        Assert.Equal(("Ferry sails", "At last.", "<p>After <em>nine</em> years.</p>"), (Text("headline"), Text("summary"), Text("bodyHtml")!.Trim()));
        Assert.False(article.TryGetProperty("byline", out _));
        Assert.Equal("""{"url":"https://harbour.example/a.jpg","alt":"A white ferry"}""", article.GetProperty("image").GetRawText());
        Assert.Equal("""{"name":"Harbour Wire","url":"https://harbour.example"}""", article.GetProperty("source").GetRawText());
        await hub.ExpectNoChange(async () =>
        {
            (await Patch(null, """{"headline":"Ferry"}""")).ExpectProblem(428);
            foreach (var other in new[] { "1", "3" }) (await Patch($"\"{other}\"", """{"headline":"Ferry"}""")).ExpectProblem(412);
            (await Patch("\"2\"", """{"headline":null}""")).ExpectProblem(400);
            (await Patch("\"2\"", """{"headlines":"Ferry"}""")).ExpectProblem(400);
            (await Patch("\"2\"", """{"headline":"Ferry"}""", hub.Hills)).ExpectProblem(403);
            (await hub.Send("PATCH", "/api/articles/nowhere", """{"headline":"Ferry"}""", hub.Harbour, headers: ("If-Match", "*"))).ExpectProblem(404);
        });

        string? Text(string field) => article.GetProperty(field).GetString();

        Task<ApiResponse> Patch(string? version, string body, string? key = null) => hub.Send(
            "PATCH", $"/api/articles/{id}", body, key ?? hub.Harbour, "application/merge-patch+json", version is null ? [] : [("If-Match", version)]);
    }

    [Theory]
    [InlineData("publishAt")]
    [InlineData("embargoedUntil")]
    public async Task Breaking_news_with_a_time_to_come_is_refused(string when)
    {
        var later = TimeProvider.System.GetUtcNow().AddHours(1).ToString("O", CultureInfo.InvariantCulture);
        await hub.ExpectNoChange(async () =>
        {
            var problem = (await hub.Send("POST", "/api/breaking", $$"""{"headline":"Ferry","section":"world","{{when}}":"{{later}}"}""", hub.Harbour)).ExpectProblem(400);
            Assert.True(problem.Json.GetProperty("errors").TryGetProperty(when, out _));
        });
    }

    [Fact]
    public async Task Paging_through_articles_has_no_gaps()
    {
        for (var n = 0; n < 7; n++) await hub.Create($$"""{"headline":"Page {{n}}","section":"culture","tags":["paging"],"status":"published"}""");
        var headlines = new List<string?>();
        var next = "";
        do
        {
            var page = (await hub.Get($"/api/articles?tag=paging&section=culture&limit=3{next}")).Expect(200).Json;
            headlines.AddRange(page.GetProperty("articles").EnumerateArray().Select(article => article.GetProperty("headline").GetString()));
            next = page.TryGetProperty("next", out var before) ? $"&before={before.GetString()}" : null;
        }
        while (next is not null);

        Assert.Equal(Enumerable.Range(0, 7).Select(n => $"Page {6 - n}"), headlines);
    }

    [Fact]
    public async Task A_long_poll_returns_when_a_matching_entry_is_published()
    {
        var cursor = (await hub.Get("/api/wire?limit=1")).Json.GetProperty("cursor").GetString();
        var waiting = hub.Get($"/api/wire?after={cursor}&topics=tag/long-awaited&wait=30");
        await hub.Create(Valid);
        Assert.False(waiting.IsCompleted);

        var id = await hub.Create(Valid.Replace("boats", "long-awaited", StringComparison.Ordinal));

        var response = (await waiting.WaitAsync(TimeSpan.FromSeconds(30))).Expect(200).Json;
        Assert.True(response.GetProperty("recovered").GetBoolean());
        Assert.Equal(id, Assert.Single(response.GetProperty("entries").EnumerateArray()).GetProperty("article").GetProperty("id").GetString());
    }

    [Fact]
    public async Task A_cursor_of_another_epoch_is_not_recovered() =>
        Assert.False((await hub.Get("/api/wire?after=otherlife.3")).Expect(200).Json.GetProperty("recovered").GetBoolean());

    [Fact]
    public async Task Publish_with_a_revoked_key_returns_401()
    {
        var made = (await hub.Send("POST", "/api/keys", new { newsroom = "passing", scope = "publish" }, hub.Admin)).Expect(201).Json;
        var (id, key) = (made.GetProperty("id").GetString(), made.GetProperty("key").GetString());
        await hub.Create(DraftArticle, key);
        var list = (await hub.Get("/api/keys", hub.Admin)).Expect(200).Text;
        Assert.Contains(id!, list, StringComparison.Ordinal);
        Assert.DoesNotContain(key!, list, StringComparison.Ordinal);

        (await hub.Send("DELETE", $"/api/keys/{id}", null, hub.Admin)).Expect(204);

        (await hub.Send("POST", "/api/articles", DraftArticle, key)).ExpectProblem(401);
        Assert.DoesNotContain(key!, hub.Output, StringComparison.Ordinal);
    }

    private static string Before(string cursor)
    {
        var parts = cursor.Split('.');
        return $"{parts[0]}.{long.Parse(parts[1], CultureInfo.InvariantCulture) - 1}";
    }
}
