using Xunit;

namespace NewsHub.Tests.Api;

/// <summary>Tests of If-Match, If-None-Match and Idempotency-Key.</summary>
[Collection(SharedHub.Name)]
[Trait("Category", "Slow")]
public sealed class PreconditionTests(HubProcess hub)
{
    private const string Valid = """{"headline":"Ferry returns","section":"world","status":"published"}""";

    [Theory]
    [InlineData(412, "\"7\"")]
    [InlineData(412, "\"0\"")]
    [InlineData(400, "1")]
    [InlineData(412, "\"one\"")]
    [InlineData(412, "\"-1\"")]
    [InlineData(412, "\"7\", \"2\"")]
    [InlineData(412, "\"99999999999999999999\"")]
    [InlineData(412, "W/\"1\"")]
    [InlineData(412, "W/\"1\", \"2\"")]
    [InlineData(400, "\"")]
    [InlineData(400, "\"1\" \"2\"")]
    [InlineData(400, "*, \"1\"")]
    public async Task A_command_with_a_stale_or_malformed_If_Match_is_rejected(int status, string ifMatch)
    {
        var id = await hub.Create(Valid);
        await hub.ExpectNoChange(async () =>
        {
            (await hub.Send("PUT", $"/api/articles/{id}", Valid, hub.Harbour, headers: ("If-Match", ifMatch))).ExpectProblem(status);
            (await hub.Send("POST", $"/api/articles/{id}/correct", """{"note":"a"}""", hub.Harbour, headers: ("If-Match", ifMatch))).ExpectProblem(status);
            (await hub.Send("POST", $"/api/articles/{id}/correct", """{"note":"a","summary":"b"}""", hub.Harbour, headers: ("If-Match", ifMatch))).ExpectProblem(status);
            (await hub.Send("POST", $"/api/articles/{id}/alert", """{"alert":"flash"}""", hub.Harbour, headers: ("If-Match", ifMatch))).ExpectProblem(status);
            (await hub.Send("POST", $"/api/articles/{id}/withhold", """{"reason":"a"}""", hub.Editor, headers: ("If-Match", ifMatch))).ExpectProblem(status);
            (await hub.Send("POST", $"/api/articles/{id}/kill", """{"reason":"a"}""", hub.Editor, headers: ("If-Match", ifMatch))).ExpectProblem(status);
        });
    }

    [Fact]
    public async Task A_command_is_executed_if_If_Match_lists_the_current_version_and_repeated_after_it_changed()
    {
        var id = await hub.Create(Valid);
        (string, string)[] headers = [("If-Match", "\"7\", W/\"9\", \"1\""), ("Idempotency-Key", $"key-{Guid.NewGuid()}")];

        foreach (var _ in new[] { "first", "again" })
            Assert.Equal("\"2\"", (await hub.Send("POST", $"/api/articles/{id}/correct", """{"note":"a","summary":"b"}""", hub.Harbour, headers: headers)).Expect(200).Header("ETag"));

        (await hub.Send("PUT", $"/api/articles/{id}", Valid, hub.Harbour, headers: ("If-Match", "\"2\", \"1\""))).Expect(200);
    }

    [Fact]
    public async Task A_PUT_without_a_matching_precondition_is_rejected()
    {
        var id = await hub.Create(Valid);
        await hub.ExpectNoChange(async () =>
        {
            (await hub.Send("PUT", $"/api/articles/{id}", Valid, hub.Harbour)).ExpectProblem(428);
            (await hub.Send("PUT", $"/api/articles/{id}", Valid, hub.Harbour, headers: ("If-None-Match", "*"))).ExpectProblem(412);
            (await hub.Send("PUT", $"/api/articles/{id}", Valid, hub.Harbour, headers: ("If-None-Match", "\"1\""))).ExpectProblem(428);
            (await hub.Send("PUT", $"/api/articles/{id}", Valid, hub.Harbour, headers: [("If-None-Match", "*"), ("If-Match", "*")])).ExpectProblem(400);
            (await hub.Send("PUT", "/api/articles/unknown-yet", Valid, hub.Harbour, headers: ("If-Match", "*"))).ExpectProblem(404);
        });
    }

    [Fact]
    public async Task An_Idempotency_Key_used_for_another_command_returns_422()
    {
        var idempotency = ("Idempotency-Key", $"key-{Guid.NewGuid()}");
        var id = (await hub.Send("POST", "/api/articles", Valid, hub.Harbour, headers: idempotency)).Expect(201).Json.GetProperty("id").GetString();
        var other = Valid.Replace("Ferry", "Lighthouse", StringComparison.Ordinal);
        await hub.ExpectNoChange(async () =>
        {
            (await hub.Send("POST", "/api/articles", other, hub.Harbour, headers: idempotency)).ExpectProblem(422);
            (await hub.Send("POST", "/api/breaking", Valid, hub.Harbour, headers: idempotency)).ExpectProblem(422);
            (await hub.Send("POST", $"/api/articles/{id}/correct", """{"note":"a"}""", hub.Harbour, headers: idempotency)).ExpectProblem(422);
        });
    }

    [Theory]
    [InlineData("with space")]
    [InlineData("\t")]
    [InlineData("")]
    [InlineData("201")]
    public Task A_malformed_Idempotency_Key_returns_400(string key) => hub.ExpectNoChange(async () =>
    {
        if (key == "201") key = new string('k', 201);
        (await hub.Send("POST", "/api/articles", Valid, hub.Harbour, headers: ("Idempotency-Key", key))).ExpectProblem(400);
    });
}
