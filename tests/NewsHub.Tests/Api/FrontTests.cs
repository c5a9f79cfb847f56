using Xunit;

namespace NewsHub.Tests.Api;

/// <summary>What editors place on the front page.</summary>
[Trait("Category", "Slow")]
[Collection(SharedHub.Name)]
public sealed class FrontTests(HubProcess hub)
{
    private const string Article = """{"headline":"Ferry returns","section":"world","status":"published"}""";

    [Fact]
    public async Task Editor_places_articles_and_a_killed_or_withheld_one_is_taken_off()
    {
        var (lead, pinned, killed, withheld) = (await hub.Create(Article), await hub.Create(Article), await hub.Create(Article), await hub.Create(Article));
        var placed = (await hub.Send("POST", "/api/front", new { lead = killed, pinned = new[] { pinned, withheld } }, hub.Editor)).Expect(200).Json;
        Assert.Equal("editors", placed.GetProperty("by").GetString());
        Assert.Contains($"data-article=\"{killed}\" data-version=\"1\" data-urgency", (await hub.Get("/")).Expect(200).Text, StringComparison.Ordinal);

        (await hub.Send("POST", $"/api/articles/{killed}/kill", new { reason = "It was wrong." }, hub.Editor)).Expect(200);
        (await hub.Send("POST", $"/api/articles/{withheld}/withhold", new { reason = "It is checked." }, hub.Editor)).Expect(200);
        await Eventually.Is(
            async () => (await hub.Get("/api/front", hub.Harbour)).Expect(200).Json,
            front => !front.TryGetProperty("lead", out _) && front.GetProperty("pinned").GetArrayLength() == 1);

        (await hub.Send("POST", "/api/front", new { lead }, hub.Editor)).Expect(200);
        Assert.Equal(0, (await hub.Get("/api/front", hub.Editor)).Json.GetProperty("pinned").GetArrayLength());
        (await hub.Send("POST", "/api/front", new { }, hub.Editor)).Expect(200);
    }

    [Fact]
    public async Task Only_editors_place_articles_and_only_keys_read_them()
    {
        (await hub.Send("POST", "/api/front", new { }, hub.Harbour)).ExpectProblem(403);
        (await hub.Send("POST", "/api/front", new { })).ExpectProblem(401);
        (await hub.Get("/api/front")).ExpectProblem(401);
    }

    [Fact]
    public async Task Articles_that_are_not_public_and_unknown_fields_are_refused_by_field()
    {
        (await hub.Send("POST", "/api/front", new { lead = "unknown" }, hub.Editor)).ExpectProblem(400, "lead");
        (await hub.Send("POST", "/api/front", new { pinned = new[] { "unknown" } }, hub.Editor)).ExpectProblem(400, "pinned");
        (await hub.Send("POST", "/api/front", new { pinned = new[] { "not an id" } }, hub.Editor)).ExpectProblem(400, "pinned");
        (await hub.Send("POST", "/api/front", new { top = "unknown" }, hub.Editor)).ExpectProblem(400, "top");
    }
}
