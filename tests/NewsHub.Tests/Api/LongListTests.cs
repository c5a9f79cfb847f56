using NewsHub.Articles.Latest;
using Xunit;

namespace NewsHub.Tests.Api;

/// <summary>Lists of a hub with more articles than it has in memory.</summary>
[Trait("Category", "Slow")]
public sealed class LongListTests : IAsyncLifetime
{
    private const int MoreThanInMemory = LatestArticlesSnapshot.MaxArticles + 5;

    private readonly HubProcess _hub = new();

    public Task InitializeAsync() => _hub.InitializeAsync();

    public Task DisposeAsync() => _hub.DisposeAsync();

    [Fact]
    public async Task Lists_with_few_articles_stay_complete_after_kills_and_withholds()
    {
        var first = await _hub.Create("""{"headline":"An old play","section":"culture","tags":["stage"],"status":"published"}""");
        var later = new string[MoreThanInMemory];
        await Parallel.ForAsync(0, later.Length, new ParallelOptions { MaxDegreeOfParallelism = 16 }, async (index, _) =>
            later[index] = await _hub.Create("""{"headline":"Ferry","section":"world","tags":["boats"],"status":"published"}"""));
        await ExpectListed();

        foreach (var (index, id) in later.Take(50).Index())
            (await _hub.Send("POST", $"/api/articles/{id}/{(index % 2 == 0 ? "kill" : "withhold")}", """{"reason":"It was untrue."}""", _hub.Editor)).Expect(200);
        await _hub.State();

        await ExpectListed();

        async Task ExpectListed()
        {
            foreach (var page in new[] { "/sections/culture", "/tags/stage" })
                Assert.Contains($"href=\"/articles/{first}", (await _hub.Get(page)).Expect(200).Text, StringComparison.Ordinal);
            foreach (var filter in new[] { "section=culture", "tag=stage" })
                Assert.Equal(first, (await _hub.Get($"/api/articles?{filter}")).Expect(200).Json.GetProperty("articles")[0].GetProperty("id").GetString());
        }
    }
}
