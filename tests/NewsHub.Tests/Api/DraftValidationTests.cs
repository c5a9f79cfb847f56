using System.Text;
using Xunit;

namespace NewsHub.Tests.Api;

/// <summary>Tests that invalid articles are rejected and change nothing.</summary>
[Collection(SharedHub.Name)]
[Trait("Category", "Slow")]
public sealed class DraftValidationTests(HubProcess hub)
{
    /// <summary>An invalid field and the JSON that contains it.</summary>
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
        { "headline", """{"headline":"<br/>Ferry"}""" },
        { "headline", """{"headline":"Ferry</p>"}""" },
        { "headline", """{"headline":"<SCRIPT>Ferry"}""" },
        { "headline", """{"headline":"<x-ferry onclick=a>"}""" },
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
        { "body", """{"headline":"Ferry","body":"![a](http://harbour.example/a.jpg)"}""" },
        { "body", """{"headline":"Ferry","body":"![a](a.jpg)"}""" },
        { "body", """{"headline":"Ferry","bodyFormat":"html","body":"<img src=\"data:image/png;base64,AA==\">"}""" },
        { "body", """{"headline":"Ferry","bodyFormat":"html","body":"<img alt=a>"}""" },
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
        { "dateline", $$"""{"headline":"Ferry","dateline":"{{new string('a', 201)}}"}""" },
        { "dateline", """{"headline":"Ferry","dateline":["PARIS"]}""" },
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
        { "publishAt", """{"headline":"Ferry","publishAt":"2026-12-01T08:00:00"}""" },
        { "publishAt", """{"headline":"Ferry","publishAt":"2026-12-01"}""" },
        { "embargoedUntil", """{"headline":"Ferry","embargoedUntil":"2026-12-01T08:00"}""" },
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
    public async Task An_invalid_field_returns_400_and_creates_nothing(string field, string body)
    {
        await hub.ExpectNoChange(async () =>
        {
            (await hub.Send("POST", "/api/articles", body, hub.Harbour)).ExpectProblem(400, field);
            (await hub.Send("POST", "/api/breaking", body, hub.Harbour)).ExpectProblem(400, field);
            (await hub.Send("PUT", "/api/articles/never-made", body, hub.Harbour, headers: ("If-None-Match", "*"))).ExpectProblem(400, field);
        });
        (await hub.Get("/api/articles/never-made", hub.Harbour)).ExpectProblem(404);
    }

    [Theory]
    [InlineData("""{"headline":"Ferry","status":"published"}""")]
    [InlineData("""{"headline":"Ferry","section":"","status":"published"}""")]
    public Task Publish_without_a_section_returns_400(string body) => hub.ExpectNoChange(async () =>
    {
        (await hub.Send("POST", "/api/articles", body, hub.Harbour)).ExpectProblem(400);
        (await hub.Send("POST", "/api/breaking", body, hub.Harbour)).ExpectProblem(400);
        var draft = await hub.Create("""{"headline":"Ferry"}""");
        (await hub.Send("POST", $"/api/articles/{draft}/publish", null, hub.Harbour)).ExpectProblem(400);
    });

    private static string Repeat(string text, int times) => new StringBuilder().Insert(0, text, times).ToString();
}
