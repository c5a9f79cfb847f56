using Xunit;

namespace NewsHub.Tests.Api;

/// <summary>Tests that requests without a sufficient key are rejected, and that invalid keys are not created.</summary>
[Collection(SharedHub.Name)]
[Trait("Category", "Slow")]
public sealed class KeyTests(HubProcess hub)
{
    private const string Valid = """{"headline":"Ferry returns","section":"world","status":"published"}""";

    [Fact]
    public async Task A_request_without_a_valid_key_returns_401()
    {
        var id = await hub.Create(Valid);
        (string Method, string Path)[] endpoints =
        [
            ("POST", "/api/articles"), ("POST", "/api/breaking"), ("PUT", "/api/articles/a"), ("POST", "/api/keys"), ("GET", "/api/keys"), ("DELETE", "/api/keys/a"),
            .. new[] { "publish", "correct", "withhold", "redact", "kill", "alert" }.Select(verb => ("POST", $"/api/articles/{id}/{verb}")),
        ];
        await hub.ExpectNoChange(async () =>
        {
            foreach (var (method, path) in endpoints)
            {
                var body = method == "GET" ? null : Valid;
                Assert.StartsWith("Bearer", (await hub.Send(method, path, body)).ExpectProblem(401).Header("WWW-Authenticate"), StringComparison.Ordinal);
                foreach (var key in new[] { "nh_nobodys", "", " ", new string('k', 5_000), $"{hub.Harbour}x" })
                    Assert.NotNull((await hub.Send(method, path, body, key)).ExpectProblem(401).Header("WWW-Authenticate"));
            }

            (await hub.Send("POST", "/api/articles", Valid, headers: ("Authorization", "Basic aGFyYm91cjpib2F0"))).ExpectProblem(401);
            (await hub.Send("POST", $"/api/articles?access_token={hub.Harbour}", Valid)).ExpectProblem(401);
        });
    }

    [Fact]
    public async Task A_request_beyond_the_scope_of_its_key_returns_403()
    {
        var id = await hub.Create(Valid);
        await hub.ExpectNoChange(async () =>
        {
            (await hub.Send("POST", $"/api/articles/{id}/withhold", """{"reason":"a"}""", hub.Harbour)).ExpectProblem(403);
            (await hub.Send("POST", $"/api/articles/{id}/kill", """{"reason":"a"}""", hub.Harbour)).ExpectProblem(403);
            (await hub.Send("POST", $"/api/articles/{id}/redact", """{"reason":"a","upToVersion":1}""", hub.Harbour)).ExpectProblem(403);
            (await hub.Send("PUT", $"/api/articles/{id}", Valid, hub.Hills, headers: ("If-Match", "\"1\""))).ExpectProblem(403);
            (await hub.Send("POST", $"/api/articles/{id}/correct", """{"note":"a"}""", hub.Hills)).ExpectProblem(403);
            (await hub.Send("POST", $"/api/articles/{id}/alert", """{"alert":"flash"}""", hub.Hills)).ExpectProblem(403);
            (await hub.Send("POST", $"/api/articles/{id}/publish", null, hub.Hills)).ExpectProblem(403);
            foreach (var key in new[] { hub.Harbour, hub.Editor })
            {
                (await hub.Get("/api/keys", key)).ExpectProblem(403);
                (await hub.Send("POST", "/api/keys", """{"newsroom":"a","scope":"admin"}""", key)).ExpectProblem(403);
                (await hub.Send("DELETE", "/api/keys/a", null, key)).ExpectProblem(403);
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
    public async Task An_invalid_key_request_returns_400_and_creates_no_key(string field, string body)
    {
        var before = (await hub.Get("/api/keys", hub.Admin)).Text;
        (await hub.Send("POST", "/api/keys", body, hub.Admin)).ExpectProblem(400, field);
        Assert.Equal(before, (await hub.Get("/api/keys", hub.Admin)).Text);
    }

    [Fact]
    public async Task Revoke_of_an_unknown_key_returns_404() => (await hub.Send("DELETE", "/api/keys/nobodys", null, hub.Admin)).ExpectProblem(404);
}
