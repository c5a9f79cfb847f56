using System.Globalization;
using System.Text.Json;
using Xunit;

namespace NewsHub.Tests.Api;

/// <summary>Articles with an old date, as an archive that is imported, are listed by date and reach nobody as news.</summary>
[Trait("Category", "Slow")]
public sealed class ArchiveImportTests : IAsyncLifetime
{
    private readonly HubProcess _hub = new();

    public Task InitializeAsync() => _hub.InitializeAsync();

    public Task DisposeAsync() => _hub.DisposeAsync();

    [Fact]
    public async Task An_imported_article_takes_the_place_of_its_date_on_pages_and_in_lists()
    {
        var today = await _hub.Create("""{"headline":"A new ferry","section":"world","tags":["boats"],"status":"published"}""");
        var old = await Import(1976);
        var older = await Import(1936);
        var latest = await _hub.Create("""{"headline":"The ferry sails","section":"world","tags":["boats"],"status":"published"}""");
        await _hub.State();

        string[] expected = [latest, today, old, older];
        foreach (var filter in new[] { "", "section=world&", "tag=boats&" })
        {
            var all = (await _hub.Get($"/api/articles?{filter}limit=10")).Expect(200).Json;
            Assert.Equal(expected, Ids(all));
            Assert.Equal([false, false, true, true], all.GetProperty("articles").EnumerateArray().Select(article => article.TryGetProperty("fromArchive", out _)));
            var first = (await _hub.Get($"/api/articles?{filter}limit=2")).Expect(200).Json;
            Assert.Equal(expected[2..], Ids((await _hub.Get($"/api/articles?{filter}before={first.GetProperty("next").GetString()}")).Expect(200).Json));
        }

        foreach (var page in new[] { "/sections/world", "/tags/boats" })
        {
            var text = (await _hub.Get(page)).Expect(200).Text;
            var places = expected.Select(id => text.IndexOf($"href=\"/articles/{id}/", StringComparison.Ordinal)).ToArray();
            Assert.Equal(places.Order(), places);
            Assert.DoesNotContain(-1, places);
        }
    }

    [Fact]
    public async Task An_imported_article_is_not_pushed_as_news_but_its_correction_and_kill_are()
    {
        var start = (await _hub.Get("/api/wire?limit=1")).Expect(200).Json.GetProperty("cursor").GetString()!;
        var old = await Import(1976);
        var live = await _hub.Create("""{"headline":"The ferry sails","section":"world","tags":["boats"],"status":"published"}""");

        await _hub.State();
        foreach (var topic in new[] { "news", "section/world", "tag/boats" })
            Assert.Equal([$"published {live}"], await Entries(topic, start));
        Assert.Equal([$"published {old}"], await Entries($"article/{old}", start));

        (await _hub.Send("POST", $"/api/articles/{old}/correct", """{"note":"It was the other ferry."}""", _hub.Editor)).Expect(200);
        (await _hub.Send("POST", $"/api/articles/{old}/kill", """{"reason":"It was untrue."}""", _hub.Editor)).Expect(200);
        await _hub.State();
        foreach (var topic in new[] { "news", "section/world", "tag/boats" })
            Assert.Equal($"killed {old}", (await Entries(topic, start))[^1]);
    }

    [Fact]
    public async Task An_imported_article_with_an_alert_is_refused()
    {
        foreach (var path in new[] { "/api/articles", "/api/breaking" })
            (await _hub.Send("POST", path, """{"headline":"Ferry","section":"world","alert":"flash","status":"published","publishAt":"1976-05-04T10:00:00Z"}""", _hub.Editor)).Expect(409);
        Assert.Empty(Ids((await _hub.Get("/api/articles")).Expect(200).Json));
    }

    private Task<string> Import(int year) => _hub.Create(string.Create(CultureInfo.InvariantCulture,
        $$"""{"headline":"The ferry of {{year}}","section":"world","tags":["boats"],"status":"published","publishAt":"{{year}}-05-04T10:00:00Z"}"""));

    private async Task<string[]> Entries(string topic, string after) =>
        [.. (await _hub.Get($"/api/wire?after={after}&topics={topic}&wait=2")).Expect(200).Json.GetProperty("entries").EnumerateArray()
            .Select(entry => $"{entry.GetProperty("kind").GetString()} {entry.GetProperty("article").GetProperty("id").GetString()}")];

    private static IEnumerable<string?> Ids(JsonElement page) =>
        page.GetProperty("articles").EnumerateArray().Select(article => article.GetProperty("id").GetString());
}
