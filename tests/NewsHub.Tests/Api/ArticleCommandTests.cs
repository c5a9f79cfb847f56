using Xunit;

namespace NewsHub.Tests.Api;

/// <summary>Tests that invalid commands for an article are rejected and change nothing.</summary>
[Collection(SharedHub.Name)]
[Trait("Category", "Slow")]
public sealed class ArticleCommandTests(HubProcess hub)
{
    private const string Valid = """{"headline":"Ferry returns","section":"world","status":"published"}""";

    [Theory]
    [InlineData("publish", null)]
    [InlineData("correct", """{"note":"a"}""")]
    [InlineData("correct", """{"note":"a","summary":"b"}""")]
    [InlineData("withhold", """{"reason":"a"}""")]
    [InlineData("redact", """{"reason":"a","upToVersion":1}""")]
    [InlineData("kill", """{"reason":"a"}""")]
    [InlineData("alert", """{"alert":null}""")]
    public async Task A_command_for_a_killed_unknown_or_malformed_id_is_rejected(string verb, string? body)
    {
        var killed = await hub.Create(Valid);
        (await hub.Send("POST", $"/api/articles/{killed}/kill", """{"reason":"It was untrue."}""", hub.Editor)).Expect(200);
        await hub.ExpectNoChange(async () =>
        {
            (await hub.Send("POST", $"/api/articles/{killed}/{verb}", body, hub.Editor)).ExpectProblem(410);
            (await hub.Send("POST", $"/api/articles/nowhere/{verb}", body, hub.Editor)).ExpectProblem(404);
            (await hub.Send("POST", $"/api/articles/-/{verb}", body, hub.Editor)).ExpectProblem(400);
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
    public async Task A_command_with_missing_or_unknown_fields_returns_400(string verb, string field, string body)
    {
        var id = await hub.Create(Valid);
        await hub.ExpectNoChange(async () => (await hub.Send("POST", $"/api/articles/{id}/{verb}", body, hub.Editor)).ExpectProblem(400, field));
    }

    [Fact]
    public async Task A_command_that_the_status_does_not_allow_returns_409()
    {
        var draft = await hub.Create("""{"headline":"Ferry","section":"world"}""");
        var published = await hub.Create(Valid);
        await hub.ExpectNoChange(async () =>
        {
            (await hub.Send("POST", $"/api/articles/{draft}/correct", """{"note":"a"}""", hub.Harbour)).ExpectProblem(409);
            (await hub.Send("POST", $"/api/articles/{draft}/withhold", """{"reason":"a"}""", hub.Editor)).ExpectProblem(409);
            (await hub.Send("POST", $"/api/articles/{draft}/alert", """{"alert":"flash"}""", hub.Harbour)).ExpectProblem(409);
            (await hub.Send("POST", $"/api/articles/{published}/publish", null, hub.Harbour)).ExpectProblem(409);
            (await hub.Send("POST", $"/api/articles/{published}/redact", """{"reason":"a","upToVersion":1}""", hub.Editor)).ExpectProblem(409);
            (await hub.Send("POST", $"/api/articles/{published}/alert", """{"alert":null}""", hub.Harbour)).ExpectProblem(409);
            (await hub.Send("PUT", $"/api/articles/{published}", """{"headline":"Ferry","section":"world","embargoedUntil":"2190-01-01T00:00:00Z"}""", hub.Harbour, headers: ("If-Match", "*"))).ExpectProblem(409);
            (await hub.Send("PUT", $"/api/articles/{published}", """{"headline":"Ferry","section":"world","status":"draft"}""", hub.Harbour, headers: ("If-Match", "*"))).ExpectProblem(409);
        });
    }
}
