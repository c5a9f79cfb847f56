using Xunit;

namespace NewsHub.Tests.Api;

/// <summary><c>DELETE</c> removes an article that was never public, and frees its id.</summary>
[Trait("Category", "Slow")]
[Collection(SharedHub.Name)]
public sealed class DeletionTests(HubProcess hub)
{
    private const string Text = """{"headline":"Ferry","section":"world"}""";

    private static (string, string) New => ("If-None-Match", "*");

    [Theory]
    [InlineData("""{"headline":"Ferry","section":"world"}""")]
    [InlineData("""{"headline":"Ferry","section":"world","status":"published","publishAt":"2099-01-01T00:00:00Z"}""")]
    [InlineData("""{"headline":"Ferry","section":"world","status":"published","embargoedUntil":"2099-01-01T00:00:00Z"}""")]
    public async Task An_article_that_was_never_public_is_deleted_and_its_id_is_free(string body)
    {
        var path = $"/api/articles/{Guid.NewGuid()}";
        (await hub.Send("PUT", path, body, hub.Harbour, headers: New)).Expect(201);
        (await hub.Send("PATCH", path, """{"summary":"It sails."}""", hub.Harbour, headers: ("If-Match", "\"1\""))).Expect(200);

        var receipt = (await hub.Send("DELETE", path, key: hub.Harbour)).Expect(200).Json;

        Assert.Equal("deleted", receipt.GetProperty("status").GetString());
        (await hub.Get(path, hub.Harbour)).Expect(404);
        (await hub.Get($"{path}?version=1", hub.Harbour)).Expect(404);
        (await hub.Send("DELETE", path, key: hub.Harbour)).Expect(404);
        (await hub.Send("PUT", path, """{"headline":"Another","section":"world","status":"published"}""", hub.Hills, headers: New)).Expect(201);
        Assert.Equal("Another", (await hub.Get(path)).Expect(200).Json.GetProperty("headline").GetString());
        Assert.Equal(1, (await hub.Get(path)).Json.GetProperty("version").GetInt32());
        (await hub.Get($"{path}?version=2", hub.Hills)).Expect(404);
    }

    [Theory]
    [InlineData("withhold", 409)]
    [InlineData("kill", 410)]
    [InlineData(null, 409)]
    public async Task An_article_that_was_public_is_not_deleted(string? command, int status)
    {
        var id = await hub.Create("""{"headline":"Ferry","section":"world","status":"published"}""");
        if (command is not null) (await hub.Send("POST", $"/api/articles/{id}/{command}", """{"reason":"It was untrue."}""", hub.Editor)).Expect(200);

        await hub.ExpectNoChange(async () => (await hub.Send("DELETE", $"/api/articles/{id}", key: hub.Editor)).ExpectProblem(status));
    }

    [Fact]
    public async Task Only_its_newsroom_and_editors_delete_an_article_and_only_the_expected_version()
    {
        var id = await hub.Create(Text);

        (await hub.Send("DELETE", $"/api/articles/{id}")).ExpectProblem(401);
        (await hub.Send("DELETE", $"/api/articles/{id}", key: hub.Hills)).ExpectProblem(403);
        (await hub.Send("DELETE", $"/api/articles/{id}", key: hub.Harbour, headers: ("If-Match", "\"2\""))).ExpectProblem(412);
        (await hub.Send("DELETE", $"/api/articles/{id}", """{"reason":"none"}""", hub.Harbour)).ExpectProblem(400);
        (await hub.Get($"/api/articles/{id}", hub.Harbour)).Expect(200);
        (await hub.Send("DELETE", $"/api/articles/{id}", key: hub.Editor, headers: ("If-Match", "\"1\""))).Expect(200);
        (await hub.Get($"/api/articles/{id}", hub.Harbour)).Expect(404);
    }

    [Fact]
    public async Task A_repeated_deletion_returns_the_first_receipt_and_spares_the_article_that_took_the_id()
    {
        var (path, key) = ($"/api/articles/{Guid.NewGuid()}", ("Idempotency-Key", Guid.NewGuid().ToString()));
        (await hub.Send("PUT", path, Text, hub.Harbour, headers: New)).Expect(201);
        var first = (await hub.Send("DELETE", path, key: hub.Harbour, headers: key)).Expect(200);

        Assert.Equal(first.Text, (await hub.Send("DELETE", path, key: hub.Harbour, headers: key)).Expect(200).Text);
        (await hub.Send("PUT", path, Text, hub.Harbour, headers: New)).Expect(201);
        Assert.Equal(first.Text, (await hub.Send("DELETE", path, key: hub.Harbour, headers: key)).Expect(200).Text);
        (await hub.Get(path, hub.Harbour)).Expect(200);
    }
}
