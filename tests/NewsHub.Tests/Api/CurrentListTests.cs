using System.Text.Json;
using Xunit;

namespace NewsHub.Tests.Api;

/// <summary>Lists of what is now, and the cursor from which the wire continues them.</summary>
[Trait("Category", "Slow")]
public sealed class CurrentListTests(HubProcess hub) : IClassFixture<HubProcess>
{
    [Fact]
    public async Task Wire_after_the_cursor_of_a_list_has_exactly_the_later_entries()
    {
        var before = await hub.Create("""{"headline":"Before","section":"culture","tags":["listed"],"status":"published"}""");
        var list = (await hub.Get("/api/articles?tag=listed")).Expect(200).Json;
        var after = await hub.Create("""{"headline":"After","section":"culture","tags":["listed"],"status":"published"}""");

        Assert.Equal([before], IdsIn(list));
        Assert.Equal([after], await IdsOnWire("tag/listed", list));
    }

    [Fact]
    public async Task Breaking_news_lists_active_alerts_by_severity_and_continues_on_the_wire()
    {
        string Alert(string level, string headline) => $$"""{"headline":"{{headline}}","section":"world","alert":"{{level}}"}""";
        var urgent = await Break(Alert("urgent", "Trains stop"));
        var flash = await Break(Alert("flash", "Bridge closed"));
        var cleared = await Break(Alert("bulletin", "Ferry late"));
        (await hub.Send("POST", $"/api/articles/{cleared}/alert", """{"alert":null}""", hub.Harbour)).Expect(200);

        var list = await Eventually.Is(async () => (await hub.Get("/api/breaking")).Expect(200).Json, json => IdsIn(json) is var ids && ids.Contains(urgent) && !ids.Contains(cleared));
        var listed = IdsIn(list).Where(id => id == urgent || id == flash);
        (await hub.Send("POST", $"/api/articles/{flash}/kill", """{"reason":"It was untrue."}""", hub.Editor)).Expect(200);

        Assert.Equal([flash, urgent], listed);
        Assert.Equal([flash], await IdsOnWire("breaking", list));
        await Eventually.Is(async () => IdsIn((await hub.Get("/api/breaking")).Expect(200).Json), ids => !ids.Contains(flash));
    }

    private async Task<string> Break(string body) => (await hub.Send("POST", "/api/breaking", body, hub.Harbour)).Expect(201).Json.GetProperty("id").GetString()!;

    private async Task<string[]> IdsOnWire(string topic, JsonElement list)
    {
        var slice = (await hub.Get($"/api/wire?topics={topic}&wait=30&after={list.GetProperty("cursor").GetString()}")).Expect(200).Json;
        Assert.True(slice.GetProperty("recovered").GetBoolean());
        return [.. slice.GetProperty("entries").EnumerateArray().Select(entry => entry.GetProperty("article").GetProperty("id").GetString()!)];
    }

    private static string[] IdsIn(JsonElement list) => [.. list.GetProperty("articles").EnumerateArray().Select(article => article.GetProperty("id").GetString()!)];
}
