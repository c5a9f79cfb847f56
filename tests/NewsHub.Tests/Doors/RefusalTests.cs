using System.Text;
using Xunit;

namespace NewsHub.Tests.Doors;

/// <summary>Bad input gets a clear 4xx with the reason, and changes nothing.</summary>
[Collection(AtTheDoors.Name)]
public sealed class RefusalTests(HubProcess hub)
{
    private const string Fit = """{"headline":"Ferry returns","section":"world","status":"published"}""";

    /// <summary>A field that is wrong, and the JSON that makes it so.</summary>
    public static TheoryData<string, string> WrongFields { get; } = new()
    {
        { "headline", """{"section":"world"}""" },
        { "headline", """{"headline":null}""" },
        { "headline", """{"headline":"   "}""" },
        { "headline", """{"headline":"\u200b\u2060 "}""" },
        { "headline", """{"headline":7}""" },
        { "headline", """{"headline":["a"]}""" },
        { "headline", $$"""{"headline":"{{new string('a', 301)}}"}""" },
        { "headline", """{"headline":"<b>Ferry</b>"}""" },
        { "headline", """{"headline":"Ferry<!--"}""" },
        { "headline", """{"headline":"Ferry\u0007"}""" },
        { "headline", """{"headline":"Ferry\u0000"}""" },
        { "headline", """{"headline":"Ferry\ud800"}""" },
        { "headline", """{"headline":"\udc00Ferry"}""" },
        { "summary", $$"""{"headline":"Ferry","summary":"{{new string('a', 2_001)}}"}""" },
        { "summary", """{"headline":"Ferry","summary":"<script>"}""" },
        { "summary", """{"headline":"Ferry","summary":{}}""" },
        { "body", $$"""{"headline":"Ferry","body":"{{new string('a', 200_001)}}"}""" },
        { "body", """{"headline":"Ferry","body":true}""" },
        { "body", """{"headline":"Ferry","body":"a\u001bb"}""" },
        { "body", """{"headline":"Ferry","body":"Hi <script>alert(1)</script>"}""" },
        { "body", """{"headline":"Ferry","body":"<script src=//evil.example>","bodyFormat":"html"}""" },
        { "body", """{"headline":"Ferry","body":"<ScRiPt>alert(1)</ScRiPt>","bodyFormat":"html"}""" },
        { "body", """{"headline":"Ferry","body":"<iframe src=https://evil.example></iframe>","bodyFormat":"html"}""" },
        { "body", """{"headline":"Ferry","body":"<svg onload=alert(1)>","bodyFormat":"html"}""" },
        { "body", """{"headline":"Ferry","body":"<p onclick=\"alert(1)\">a</p>","bodyFormat":"html"}""" },
        { "body", """{"headline":"Ferry","body":"<img src=x onerror=alert(1)>"}""" },
        { "body", $$"""{"headline":"Ferry","body":"{{Repeat("[a](", 40_000)}}"}""" },
        { "body", $$"""{"headline":"Ferry","bodyFormat":"html","body":"{{Repeat("<b></i>", 20_000)}}"}""" },
        { "body", """{"headline":"Ferry","body":"[a](javascript:alert(1))"}""" },
        { "body", """{"headline":"Ferry","body":"<a href=\" java\nscript:alert(1)\">a</a>","bodyFormat":"html"}""" },
        { "body", """{"headline":"Ferry","body":"<a href=\"&#106;avascript:alert(1)\">a</a>","bodyFormat":"html"}""" },
        { "body", """{"headline":"Ferry","body":"<a href=\"data:text/html,<script>alert(1)</script>\">a</a>","bodyFormat":"html"}""" },
        { "body", """{"headline":"Ferry","body":"<form action=https://evil.example><input></form>","bodyFormat":"html"}""" },
        { "body", """{"headline":"Ferry","body":"<style>p{}</style>","bodyFormat":"html"}""" },
        { "body", """{"headline":"Ferry","body":"<base href=https://evil.example>","bodyFormat":"html"}""" },
        { "body", $$"""{"headline":"Ferry","body":"{{Repeat("<div>", 30_000)}}","bodyFormat":"html"}""" },
        { "body", $$"""{"headline":"Ferry","body":"{{Repeat("<div>", 201)}}","bodyFormat":"html"}""" },
        { "body", $$"""{"headline":"Ferry","body":"{{Repeat("<div></x>", 201)}}","bodyFormat":"html"}""" },
        { "body", $$"""{"headline":"Ferry","body":"<p><b title={{Repeat("t", 100_000)}}>{{Repeat("<p>a", 100)}}","bodyFormat":"html"}""" },
        { "body", $$"""{"headline":"Ferry","body":"[a]: /{{Repeat("u", 100_000)}}\n\n{{Repeat("[a] ", 100)}}"}""" },
        { "body", $$"""{"headline":"Ferry","body":"{{Repeat("> ", 30_000)}}a"}""" },
        { "body", $$"""{"headline":"Ferry","body":"{{Repeat("- ", 30_000)}}a"}""" },
        { "bodyFormat", """{"headline":"Ferry","bodyFormat":"word"}""" },
        { "section", """{"headline":"Ferry","section":"atlantis"}""" },
        { "section", """{"headline":"Ferry","section":"World"}""" },
        { "section", """{"headline":"Ferry","section":3}""" },
        { "tags", """{"headline":"Ferry","tags":"boats"}""" },
        { "tags", """{"headline":"Ferry","tags":["Boats and ships"]}""" },
        { "tags", """{"headline":"Ferry","tags":[null]}""" },
        { "tags", """{"headline":"Ferry","tags":["\ud800"]}""" },
        { "tags", $$"""{"headline":"Ferry","tags":[{{string.Join(',', Enumerable.Range(0, 21).Select(n => $"\"t{n}\""))}}]}""" },
        { "language", """{"headline":"Ferry","language":"english please"}""" },
        { "byline", $$"""{"headline":"Ferry","byline":"{{new string('a', 201)}}"}""" },
        { "source", """{"headline":"Ferry","source":"Harbour Wire"}""" },
        { "source.name", """{"headline":"Ferry","source":{}}""" },
        { "source.url", """{"headline":"Ferry","source":{"name":"Harbour Wire","url":"javascript:alert(1)"}}""" },
        { "source.url", """{"headline":"Ferry","source":{"name":"Harbour Wire","url":"https://harbour.example/\r\nSet-Cookie:a=b"}}""" },
        { "source.rank", """{"headline":"Ferry","source":{"name":"Harbour Wire","rank":1}}""" },
        { "image.url", """{"headline":"Ferry","image":{"alt":"a ferry"}}""" },
        { "image.url", """{"headline":"Ferry","image":{"url":"http://harbour.example/a.jpg"}}""" },
        { "image.url", """{"headline":"Ferry","image":{"url":"https://harbour.example/\"onerror=alert(1)"}}""" },
        { "image.url", """{"headline":"Ferry","image":{"url":"//harbour.example/a.jpg"}}""" },
        { "urgency", """{"headline":"Ferry","urgency":0}""" },
        { "urgency", """{"headline":"Ferry","urgency":10}""" },
        { "urgency", """{"headline":"Ferry","urgency":2.5}""" },
        { "urgency", """{"headline":"Ferry","urgency":1e400}""" },
        { "urgency", """{"headline":"Ferry","urgency":99999999999999999999999999}""" },
        { "urgency", """{"headline":"Ferry","urgency":"1"}""" },
        { "alert", """{"headline":"Ferry","alert":"panic"}""" },
        { "alert", """{"headline":"Ferry","alert":1}""" },
        { "alertMinutes", """{"headline":"Ferry","alertMinutes":1441}""" },
        { "publishAt", """{"headline":"Ferry","publishAt":"tomorrow"}""" },
        { "publishAt", """{"headline":"Ferry","publishAt":"9999-12-31T23:59:59-14:00"}""" },
        { "publishAt", """{"headline":"Ferry","publishAt":"0001-01-01T00:00:00Z"}""" },
        { "publishAt", """{"headline":"Ferry","publishAt":"2026-02-30T00:00:00Z"}""" },
        { "publishAt", """{"headline":"Ferry","publishAt":1790000000}""" },
        { "embargoedUntil", """{"headline":"Ferry","embargoedUntil":"2201-01-01T00:00:00Z"}""" },
        { "slug", """{"headline":"Ferry","slug":"../../etc/passwd"}""" },
        { "status", """{"headline":"Ferry","status":"killed"}""" },
        { "status", """{"headline":"Ferry","status":0}""" },
        { "embargo", """{"headline":"Ferry","embargo":"2026-12-01T00:00:00Z"}""" },
        { "Headline", """{"headline":"Ferry","Headline":"Ferry"}""" },
        { "", "[]" },
        { "", "null" },
        { "", "7" },
        { "", "\"Ferry\"" },
    };

    [Theory]
    [MemberData(nameof(WrongFields))]
    public async Task A_wrong_field_is_named_and_nothing_is_created(string field, string body)
    {
        await Unchanged(async () =>
        {
            (await hub.Send("POST", "/api/articles", body, hub.Harbour)).ExpectRefusal(400, field);
            (await hub.Send("POST", "/api/breaking", body, hub.Harbour)).ExpectRefusal(400, field);
            (await hub.Send("PUT", "/api/articles/never-made", body, hub.Harbour, headers: ("If-None-Match", "*"))).ExpectRefusal(400, field);
        });
        (await hub.Get("/api/articles/never-made", hub.Harbour)).ExpectRefusal(404);
    }

    [Theory]
    [InlineData("""{"headline":"Ferry","status":"published"}""")]
    [InlineData("""{"headline":"Ferry","section":"","status":"published"}""")]
    public Task Without_a_section_nothing_is_published(string body) => Unchanged(async () =>
    {
        (await hub.Send("POST", "/api/articles", body, hub.Harbour)).ExpectRefusal(400);
        (await hub.Send("POST", "/api/breaking", body, hub.Harbour)).ExpectRefusal(400);
        var draft = await hub.Create("""{"headline":"Ferry"}""");
        (await hub.Send("POST", $"/api/articles/{draft}/publish", null, hub.Harbour)).ExpectRefusal(400);
    });

    public static TheoryData<string, byte[]> NoJson { get; } = new()
    {
        { "nothing", [] },
        { "half an object", "{\"headline\":"u8.ToArray() },
        { "two objects", "{}{}"u8.ToArray() },
        { "a comment", "{/**/}"u8.ToArray() },
        { "a trailing comma", """{"headline":"a",}"""u8.ToArray() },
        { "single quotes", "{'headline':'a'}"u8.ToArray() },
        { "bytes that are not UTF-8", [.. "{\"headline\":\""u8, 0xC3, 0x28, 0xFF, .. "\"}"u8] },
        { "a name that is not UTF-8", [.. "{\"headline\":\"a\",\""u8, 0xC3, 0x28, .. "\":1}"u8] },
        { "a name with half a character", """{"headline":"a","\ud800":1}"""u8.ToArray() },
        { "a name like ours with half a character", """{"headline":"a","tag\ud800":1}"""u8.ToArray() },
        { "an object within with half a character", """{"headline":"a","source":{"name":"a","\udfff":1}}"""u8.ToArray() },
        { "UTF-16", Encoding.Unicode.GetBytes("{\"headline\":\"a\"}") },
        { "deep arrays", Encoding.UTF8.GetBytes(Repeat("[", 4_000)) },
        { "deep objects", Encoding.UTF8.GetBytes(Repeat("{\"tags\":", 400)) },
        { "a deep field", Encoding.UTF8.GetBytes($$"""{"headline":"a","tags":{{Repeat("[", 100)}}{{Repeat("]", 100)}}}""") },
        { "a field twice", """{"headline":"a","embargoedUntil":"2030-01-01T00:00:00Z","embargoedUntil":null}"""u8.ToArray() },
        { "a raw control character", "{\"headline\":\"a\u0001\"}"u8.ToArray() },
        { "a number that is none", """{"urgency":NaN}"""u8.ToArray() },
    };

    [Theory]
    [MemberData(nameof(NoJson))]
    public Task What_is_no_JSON_is_refused(string what, byte[] body) => Unchanged(async () =>
    {
        Assert.NotEmpty(what);
        var id = await hub.Create(Fit.Replace("published", "draft", StringComparison.Ordinal));
        (await hub.Send("POST", "/api/articles", body, hub.Harbour)).ExpectRefusal(400);
        (await hub.Send("POST", "/api/breaking", body, hub.Harbour)).ExpectRefusal(400);
        (await hub.Send("POST", "/api/keys", body, hub.Admin)).ExpectRefusal(400);
        (await hub.Send("POST", $"/api/articles/{id}/kill", body, hub.Editor)).ExpectRefusal(400);
        (await hub.Send("POST", $"/api/articles/{id}/correct", body, hub.Harbour)).ExpectRefusal(400);
        (await hub.Send("POST", $"/api/articles/{id}/alert", body, hub.Harbour)).ExpectRefusal(400);
    });

    [Theory]
    [InlineData(513, "POST", "/api/articles")]
    [InlineData(513, "PUT", "/api/articles/a")]
    [InlineData(513, "POST", "/api/articles/a/publish")]
    [InlineData(5, "POST", "/api/keys")]
    [InlineData(9, "POST", "/api/impressions")]
    [InlineData(2, "POST", "/api/articles/a/reads")]
    [InlineData(2, "POST", "/api/articles/a/reactions")]
    [InlineData(2, "DELETE", "/api/articles/a/reactions")]
    public Task A_body_over_the_limit_is_refused_and_the_connection_stays_open(int kilobytes, string method, string path) => Unchanged(async () =>
    {
        foreach (var length in new[] { kilobytes * 1024, 1024 * 1024 })
            Assert.Null((await hub.Send(method, path, new byte[length], hub.Admin, headers: ("If-Match", "*"))).ExpectRefusal(413).Header("Connection"));
    });

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("multipart/form-data; boundary=a")]
    [InlineData("nonsense")]
    [InlineData("")]
    public Task Another_content_type_is_refused(string contentType) => Unchanged(async () =>
    {
        (await hub.Send("POST", "/api/articles", Fit, hub.Harbour, contentType)).ExpectRefusal(415);
        (await hub.Send("POST", "/api/articles/a/kill", """{"reason":"a"}""", hub.Editor, contentType)).ExpectRefusal(415);
    });

    [Fact]
    public async Task Whoever_has_no_key_is_asked_for_one()
    {
        var id = await hub.Create(Fit);
        (string Method, string Path)[] closed =
        [
            ("POST", "/api/articles"), ("POST", "/api/breaking"), ("PUT", "/api/articles/a"), ("POST", "/api/keys"), ("GET", "/api/keys"), ("DELETE", "/api/keys/a"),
            .. new[] { "publish", "correct", "withhold", "redact", "kill", "alert" }.Select(verb => ("POST", $"/api/articles/{id}/{verb}")),
        ];
        await Unchanged(async () =>
        {
            foreach (var (method, path) in closed)
            {
                var body = method == "GET" ? null : Fit;
                Assert.StartsWith("Bearer", (await hub.Send(method, path, body)).ExpectRefusal(401).Header("WWW-Authenticate"), StringComparison.Ordinal);
                foreach (var key in new[] { "nh_nobodys", "", " ", new string('k', 5_000), $"{hub.Harbour}x" })
                    Assert.NotNull((await hub.Send(method, path, body, key)).ExpectRefusal(401).Header("WWW-Authenticate"));
            }

            (await hub.Send("POST", "/api/articles", Fit, headers: ("Authorization", "Basic aGFyYm91cjpib2F0"))).ExpectRefusal(401);
            (await hub.Send("POST", $"/api/articles?access_token={hub.Harbour}", Fit)).ExpectRefusal(401);
        });
    }

    [Fact]
    public async Task A_key_reaches_no_further_than_its_scope()
    {
        var id = await hub.Create(Fit);
        await Unchanged(async () =>
        {
            (await hub.Send("POST", $"/api/articles/{id}/withhold", """{"reason":"a"}""", hub.Harbour)).ExpectRefusal(403);
            (await hub.Send("POST", $"/api/articles/{id}/kill", """{"reason":"a"}""", hub.Harbour)).ExpectRefusal(403);
            (await hub.Send("POST", $"/api/articles/{id}/redact", """{"reason":"a","upToVersion":1}""", hub.Harbour)).ExpectRefusal(403);
            (await hub.Send("PUT", $"/api/articles/{id}", Fit, hub.Hills, headers: ("If-Match", "\"1\""))).ExpectRefusal(403);
            (await hub.Send("POST", $"/api/articles/{id}/correct", """{"note":"a"}""", hub.Hills)).ExpectRefusal(403);
            (await hub.Send("POST", $"/api/articles/{id}/alert", """{"alert":"flash"}""", hub.Hills)).ExpectRefusal(403);
            (await hub.Send("POST", $"/api/articles/{id}/publish", null, hub.Hills)).ExpectRefusal(403);
            foreach (var key in new[] { hub.Harbour, hub.Editor })
            {
                (await hub.Get("/api/keys", key)).ExpectRefusal(403);
                (await hub.Send("POST", "/api/keys", """{"newsroom":"a","scope":"admin"}""", key)).ExpectRefusal(403);
                (await hub.Send("DELETE", "/api/keys/a", null, key)).ExpectRefusal(403);
            }
        });
    }

    [Theory]
    [InlineData("newsroom", """{"scope":"publish"}""")]
    [InlineData("newsroom", """{"newsroom":"The Harbour","scope":"publish"}""")]
    [InlineData("scope", """{"newsroom":"harbour"}""")]
    [InlineData("scope", """{"newsroom":"harbour","scope":"root"}""")]
    [InlineData("scope", """{"newsroom":"harbour","scope":["admin"]}""")]
    [InlineData("key", """{"newsroom":"harbour","scope":"admin","key":"mine"}""")]
    [InlineData("", "[]")]
    public async Task A_key_that_is_asked_for_wrongly_is_not_made(string field, string body)
    {
        var before = (await hub.Get("/api/keys", hub.Admin)).Text;
        (await hub.Send("POST", "/api/keys", body, hub.Admin)).ExpectRefusal(400, field);
        Assert.Equal(before, (await hub.Get("/api/keys", hub.Admin)).Text);
    }

    [Fact]
    public async Task A_key_that_does_not_exist_cannot_be_revoked() => (await hub.Send("DELETE", "/api/keys/nobodys", null, hub.Admin)).ExpectRefusal(404);

    [Theory]
    [InlineData(412, "\"7\"")]
    [InlineData(412, "\"0\"")]
    [InlineData(400, "1")]
    [InlineData(400, "\"one\"")]
    [InlineData(400, "\"-1\"")]
    [InlineData(400, "\"1\", \"2\"")]
    [InlineData(400, "\"99999999999999999999\"")]
    [InlineData(400, "W/\"1\"")]
    [InlineData(400, "\"")]
    public async Task Whoever_saw_another_version_is_refused(int status, string ifMatch)
    {
        var id = await hub.Create(Fit);
        await Unchanged(async () =>
        {
            (await hub.Send("PUT", $"/api/articles/{id}", Fit, hub.Harbour, headers: ("If-Match", ifMatch))).ExpectRefusal(status);
            (await hub.Send("POST", $"/api/articles/{id}/correct", """{"note":"a"}""", hub.Harbour, headers: ("If-Match", ifMatch))).ExpectRefusal(status);
            (await hub.Send("POST", $"/api/articles/{id}/correct", """{"note":"a","summary":"b"}""", hub.Harbour, headers: ("If-Match", ifMatch))).ExpectRefusal(status);
            (await hub.Send("POST", $"/api/articles/{id}/alert", """{"alert":"flash"}""", hub.Harbour, headers: ("If-Match", ifMatch))).ExpectRefusal(status);
            (await hub.Send("POST", $"/api/articles/{id}/withhold", """{"reason":"a"}""", hub.Editor, headers: ("If-Match", ifMatch))).ExpectRefusal(status);
            (await hub.Send("POST", $"/api/articles/{id}/kill", """{"reason":"a"}""", hub.Editor, headers: ("If-Match", ifMatch))).ExpectRefusal(status);
        });
    }

    [Fact]
    public async Task Replacing_blindly_is_refused()
    {
        var id = await hub.Create(Fit);
        await Unchanged(async () =>
        {
            (await hub.Send("PUT", $"/api/articles/{id}", Fit, hub.Harbour)).ExpectRefusal(428);
            (await hub.Send("PUT", $"/api/articles/{id}", Fit, hub.Harbour, headers: ("If-None-Match", "*"))).ExpectRefusal(412);
            (await hub.Send("PUT", "/api/articles/unknown-yet", Fit, hub.Harbour, headers: ("If-Match", "*"))).ExpectRefusal(404);
        });
    }

    [Fact]
    public async Task A_command_key_that_was_used_for_something_else_is_refused()
    {
        var idempotency = ("Idempotency-Key", $"key-{Guid.NewGuid()}");
        var id = (await hub.Send("POST", "/api/articles", Fit, hub.Harbour, headers: idempotency)).Expect(201).Json.GetProperty("id").GetString();
        var other = Fit.Replace("Ferry", "Lighthouse", StringComparison.Ordinal);
        await Unchanged(async () =>
        {
            (await hub.Send("POST", "/api/articles", other, hub.Harbour, headers: idempotency)).ExpectRefusal(422);
            (await hub.Send("POST", "/api/breaking", Fit, hub.Harbour, headers: idempotency)).ExpectRefusal(422);
            (await hub.Send("POST", $"/api/articles/{id}/correct", """{"note":"a"}""", hub.Harbour, headers: idempotency)).ExpectRefusal(422);
        });
    }

    [Theory]
    [InlineData("with space")]
    [InlineData("\t")]
    [InlineData("")]
    [InlineData("201")]
    public Task A_malformed_command_key_is_refused(string key) => Unchanged(async () =>
    {
        if (key == "201") key = new string('k', 201);
        (await hub.Send("POST", "/api/articles", Fit, hub.Harbour, headers: ("Idempotency-Key", key))).ExpectRefusal(400);
    });

    [Theory]
    [InlineData(400, "/api/articles?section=atlantis")]
    [InlineData(400, "/api/articles?tag=Not%20a%20tag")]
    [InlineData(400, "/api/articles?limit=0")]
    [InlineData(400, "/api/articles?limit=101")]
    [InlineData(400, "/api/articles?limit=-1")]
    [InlineData(400, "/api/articles?limit=many")]
    [InlineData(400, "/api/articles?limit=99999999999999")]
    [InlineData(400, "/api/articles?before=nonsense")]
    [InlineData(400, "/api/articles?before=otherlife.3")]
    [InlineData(400, "/api/articles?before=%00")]
    [InlineData(400, "/api/wire?after=nonsense")]
    [InlineData(400, "/api/wire?after=a.-1")]
    [InlineData(400, "/api/wire?after=a.99999999999999999999")]
    [InlineData(400, "/api/wire?topics=weather")]
    [InlineData(400, "/api/wire?topics=")]
    [InlineData(400, "/api/wire?topics=section/atlantis")]
    [InlineData(400, "/api/wire?topics=ranking/rising")]
    [InlineData(400, "/api/wire?topics=counts/a")]
    [InlineData(400, "/api/wire?topics=news,%F0%9F")]
    [InlineData(400, "/api/wire?limit=0")]
    [InlineData(400, "/api/wire?limit=501")]
    [InlineData(400, "/api/wire?limit=x")]
    [InlineData(400, "/api/wire?wait=31")]
    [InlineData(400, "/api/wire?wait=-1")]
    [InlineData(400, "/api/wire?wait=1.5")]
    [InlineData(404, "/api/rankings/best")]
    [InlineData(400, "/api/rankings/rising?limit=0")]
    [InlineData(400, "/api/rankings/rising?section=No%20slug")]
    [InlineData(404, "/api/articles/nowhere")]
    [InlineData(404, "/api/articles/-no-id")]
    [InlineData(404, "/api/articles/%F0%9F%9A%A2")]
    [InlineData(400, "/api/articles/a?version=two")]
    [InlineData(404, "/api/articles/nowhere/counts")]
    [InlineData(404, "/api/nothing/here")]
    public async Task A_question_that_makes_no_sense_is_refused(int status, string path) => (await hub.Get(path)).ExpectRefusal(status);

    [Fact]
    public async Task A_hundred_topics_are_enough() =>
        (await hub.Get($"/api/wire?topics={string.Join(',', Enumerable.Range(0, 101).Select(n => $"tag/t{n}"))}")).ExpectRefusal(400, "topics");

    [Theory]
    [InlineData("DELETE", "/api/articles/a")]
    [InlineData("PATCH", "/api/articles/a")]
    [InlineData("DELETE", "/api/wire")]
    [InlineData("GET", "/api/breaking")]
    public async Task What_cannot_be_done_there_is_refused(string method, string path) => (await hub.Send(method, path, key: hub.Admin)).ExpectRefusal(method == "GET" ? 404 : 405);

    [Theory]
    [InlineData("publish", null)]
    [InlineData("correct", """{"note":"a"}""")]
    [InlineData("correct", """{"note":"a","summary":"b"}""")]
    [InlineData("withhold", """{"reason":"a"}""")]
    [InlineData("redact", """{"reason":"a","upToVersion":1}""")]
    [InlineData("kill", """{"reason":"a"}""")]
    [InlineData("alert", """{"alert":null}""")]
    public async Task An_order_for_what_does_not_exist_was_killed_or_has_no_proper_id_is_refused(string verb, string? body)
    {
        var killed = await hub.Create(Fit);
        (await hub.Send("POST", $"/api/articles/{killed}/kill", """{"reason":"It was untrue."}""", hub.Editor)).Expect(200);
        await Unchanged(async () =>
        {
            (await hub.Send("POST", $"/api/articles/{killed}/{verb}", body, hub.Editor)).ExpectRefusal(410);
            (await hub.Send("POST", $"/api/articles/nowhere/{verb}", body, hub.Editor)).ExpectRefusal(404);
            (await hub.Send("POST", $"/api/articles/-/{verb}", body, hub.Editor)).ExpectRefusal(400);
        });
    }

    [Theory]
    [InlineData("correct", "note", """{}""")]
    [InlineData("correct", "note", """{"note":"<b>a</b>"}""")]
    [InlineData("correct", "headline", """{"note":"a","headline":"<b>"}""")]
    [InlineData("correct", "notes", """{"note":"a","notes":"b"}""")]
    [InlineData("publish", "publishAt", """{"publishAt":"2030-01-01T00:00:00Z"}""")]
    [InlineData("publish", "", "[]")]
    [InlineData("withhold", "reason", """{}""")]
    [InlineData("withhold", "reason", """{"reason":" "}""")]
    [InlineData("withhold", "notice", """{"reason":"a","notice":"<b>a</b>"}""")]
    [InlineData("withhold", "note", """{"reason":"a","note":"b"}""")]
    [InlineData("redact", "reason", """{"upToVersion":1}""")]
    [InlineData("redact", "upToVersion", """{"reason":"a"}""")]
    [InlineData("redact", "upToVersion", """{"reason":"a","upToVersion":0}""")]
    [InlineData("redact", "upToVersion", """{"reason":"a","upToVersion":"1"}""")]
    [InlineData("redact", "note", """{"reason":"a","upToVersion":1,"note":"<b>a</b>"}""")]
    [InlineData("kill", "reason", """{}""")]
    [InlineData("kill", "reason", """{"reason":7}""")]
    [InlineData("kill", "why", """{"reason":"a","why":"b"}""")]
    [InlineData("alert", "alert", """{}""")]
    [InlineData("alert", "alert", """{"alert":"loud"}""")]
    [InlineData("alert", "alertMinutes", """{"alert":"flash","alertMinutes":0}""")]
    [InlineData("alert", "minutes", """{"alert":"flash","minutes":5}""")]
    public async Task An_order_that_lacks_or_exceeds_what_it_needs_is_refused(string verb, string field, string body)
    {
        var id = await hub.Create(Fit);
        await Unchanged(async () => (await hub.Send("POST", $"/api/articles/{id}/{verb}", body, hub.Editor)).ExpectRefusal(400, field));
    }

    [Fact]
    public async Task Orders_that_the_status_does_not_allow_are_refused()
    {
        var draft = await hub.Create("""{"headline":"Ferry","section":"world"}""");
        var published = await hub.Create(Fit);
        await Unchanged(async () =>
        {
            (await hub.Send("POST", $"/api/articles/{draft}/correct", """{"note":"a"}""", hub.Harbour)).ExpectRefusal(409);
            (await hub.Send("POST", $"/api/articles/{draft}/withhold", """{"reason":"a"}""", hub.Editor)).ExpectRefusal(409);
            (await hub.Send("POST", $"/api/articles/{draft}/alert", """{"alert":"flash"}""", hub.Harbour)).ExpectRefusal(409);
            (await hub.Send("POST", $"/api/articles/{published}/publish", null, hub.Harbour)).ExpectRefusal(409);
            (await hub.Send("POST", $"/api/articles/{published}/redact", """{"reason":"a","upToVersion":1}""", hub.Editor)).ExpectRefusal(409);
            (await hub.Send("POST", $"/api/articles/{published}/alert", """{"alert":null}""", hub.Harbour)).ExpectRefusal(409);
            (await hub.Send("PUT", $"/api/articles/{published}", """{"headline":"Ferry","section":"world","embargoedUntil":"2190-01-01T00:00:00Z"}""", hub.Harbour, headers: ("If-Match", "*"))).ExpectRefusal(409);
            (await hub.Send("PUT", $"/api/articles/{published}", """{"headline":"Ferry","section":"world","status":"draft"}""", hub.Harbour, headers: ("If-Match", "*"))).ExpectRefusal(409);
        });
    }

    // The wire and the list are the same afterwards, whatever was tried.
    private async Task Unchanged(Func<Task> tries)
    {
        var before = await hub.State();
        await tries();
        Assert.Equal(before, await hub.State());
    }

    private static string Repeat(string text, int times) => new StringBuilder().Insert(0, text, times).ToString();
}
