using System.Text;
using Xunit;

namespace NewsHub.Tests.Api;

/// <summary>Tests that malformed, oversized and non-JSON bodies are rejected and change nothing.</summary>
[Collection(SharedHub.Name)]
[Trait("Category", "Slow")]
public sealed class RequestBodyTests(HubProcess hub)
{
    private const string Valid = """{"headline":"Ferry returns","section":"world","status":"published"}""";

    public static TheoryData<string, byte[]> InvalidJson { get; } = new()
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
    [MemberData(nameof(InvalidJson))]
    public Task A_body_that_is_not_valid_JSON_returns_400(string description, byte[] body) => hub.ExpectNoChange(async () =>
    {
        Assert.NotEmpty(description);
        var id = await hub.Create(Valid.Replace("published", "draft", StringComparison.Ordinal));
        (await hub.Send("POST", "/api/articles", body, hub.Harbour)).ExpectProblem(400);
        (await hub.Send("POST", "/api/breaking", body, hub.Harbour)).ExpectProblem(400);
        (await hub.Send("POST", "/api/keys", body, hub.Admin)).ExpectProblem(400);
        (await hub.Send("POST", $"/api/articles/{id}/kill", body, hub.Editor)).ExpectProblem(400);
        (await hub.Send("POST", $"/api/articles/{id}/correct", body, hub.Harbour)).ExpectProblem(400);
        (await hub.Send("POST", $"/api/articles/{id}/alert", body, hub.Harbour)).ExpectProblem(400);
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
    public Task A_body_over_the_limit_returns_413_and_keeps_the_connection_open(int kilobytes, string method, string path) => hub.ExpectNoChange(async () =>
    {
        foreach (var length in new[] { kilobytes * 1024, 1024 * 1024 })
            Assert.Null((await hub.Send(method, path, new byte[length], hub.Admin, headers: ("If-Match", "*"))).ExpectProblem(413).Header("Connection"));
    });

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("multipart/form-data; boundary=a")]
    [InlineData("nonsense")]
    [InlineData("")]
    public Task A_body_of_another_content_type_returns_415(string contentType) => hub.ExpectNoChange(async () =>
    {
        (await hub.Send("POST", "/api/articles", Valid, hub.Harbour, contentType)).ExpectProblem(415);
        (await hub.Send("POST", "/api/articles/a/kill", """{"reason":"a"}""", hub.Editor, contentType)).ExpectProblem(415);
    });

    private static string Repeat(string text, int times) => new StringBuilder().Insert(0, text, times).ToString();
}
