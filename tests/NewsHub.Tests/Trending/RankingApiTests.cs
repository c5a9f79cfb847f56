using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using CsCheck;
using NewsHub.Trending.Counting;
using NewsHub.Trending.Fairness;
using Xunit;

namespace NewsHub.Tests.Trending;

[Collection(SharedTrendingCluster.Name)]
public sealed class RankingApiTests(TrendingCluster hub) : TrendingEndpoints(hub)
{
    [Fact]
    public async Task A_ranking_lists_the_most_read_articles_first()
    {
        await Hub.Publish("ranked-first", "listings", "Ferry returns");
        await Hub.Publish("ranked-second", "listings");
        await Hub.Counter("ranked-first").Count(new ReadBatch("gateway", 1, 1, 3, [1, 2]));
        await Hub.Counter("ranked-second").Count(new ReadBatch("gateway", 1, 1, 9, [1]));

        var body = await Eventually.Is(
            () => Client.GetStringAsync("/api/rankings/rising?section=listings&limit=2"),
            body => body.Contains("ranked-second", StringComparison.Ordinal));

        Assert.Matches(
            """
            "entries":\[{"rank":1,"articleId":"ranked-first","headline":"Ferry returns","url":"/articles/ranked-first","score":[0-9.]+,"reads":3,"readers":2,"reactions":{}},{"rank":2,
            """, body);
        Assert.StartsWith("""{"ranking":"rising","section":"listings","version":""", body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rankings_of_a_registered_formula_survive_a_restart()
    {
        await Hub.Publish("read-all-week", "weeklies");
        await Hub.Counter("read-all-week").Count(new ReadBatch("gateway", 1, 1, 3, [1, 2]));
        await TrendingCluster.Deactivate(Hub.Counter("read-all-week"));
        await Hub.Counter("read-all-week").Count(new ReadBatch("gateway", 1, 2, 1, [3]));

        foreach (var path in (string[])["/api/rankings/weekly?explain=true", "/api/rankings/weekly?section=weeklies&explain=true"])
        {
            var body = await Eventually.Is(() => Client.GetStringAsync(path), body => body.Contains("\"readers\":3,\"reactions\"", StringComparison.Ordinal));
            Assert.Contains("\"halfLifeSeconds\":604800,", body, StringComparison.Ordinal);
        }

        Assert.Contains("rising, today, weekly", await (await Client.GetAsync("/api/rankings/yearly")).Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Explain_returns_the_inputs_from_which_the_score_is_computed()
    {
        await Hub.Publish("explained", "explanations");
        await Hub.Publish("crowded", "explanations");
        var origins = Enumerable.Range(0, 40).Select(reader => Origin.Of((uint)(reader < 30 ? 1 : reader), 7, isKnown: true).Weighing(reader < 20 ? 0.25 : 1).Bits);
        await Hub.Counter("explained").React(1, "veryGood", on: true, today: 1); // pending until the reader's read, then counted in the same window
        await Hub.Counter("explained").Count(new ReadBatch("gateway", 1, 1, 3, [1, 2]));
        await Hub.Counter("crowded").Count(new ReadBatch("gateway", 1, 1, 50, [.. Enumerable.Range(1, 40).Select(n => (ulong)n)], [.. origins], Bots: 3));

        var body = await Eventually.Is(
            () => Client.GetStringAsync("/api/rankings/rising?section=explanations&explain=true"),
            body => body.Contains("explained", StringComparison.Ordinal) && body.Contains("crowded", StringComparison.Ordinal));

        var ranking = JsonDocument.Parse(body).RootElement;
        var places = ranking.GetProperty("entries").EnumerateArray().ToDictionary(place => place.GetProperty("articleId").GetString()!);
        foreach (var place in places.Values)
            Assert.Equal(ComputeScore(ranking, place.GetProperty("why")), place.GetProperty("score").GetDouble(), 0.011);
        var why = places["crowded"].GetProperty("why");
        Assert.Equal(("prefixes", 0.75), (why.GetProperty("dampenedBy").GetString(), why.GetProperty("dampening").GetDouble()));
        Assert.Equal((3, 10, 10), (Ignored(why, "bot"), Ignored(why, "repeat"), Ignored(why, "prefixes")));
        Assert.InRange(why.GetProperty("positionCorrection").GetDouble(), 0.5, 0.99);
        Assert.True(places["explained"].GetProperty("why").GetProperty("reactions").GetDouble() > 0);
    }

    private static double ComputeScore(JsonElement ranking, JsonElement why)
    {
        var since = ranking.GetProperty("at").GetDateTimeOffset() - why.GetProperty("at").GetDateTimeOffset();
        double Of(string name) => why.GetProperty(name).GetDouble();
        return (Of("readers") * Of("dampening") * Of("positionCorrection") * Of("readerWeight") + Of("reactions") * Of("reactionWeight") + (why.TryGetProperty("prior", out var prior) ? prior.GetDouble() : 0))
            * Math.Pow(2, -since.TotalSeconds / Of("halfLifeSeconds"));
    }

    private static long Ignored(JsonElement why, string rule) => why.GetProperty("ignored").GetProperty(rule).GetInt64();

    [Fact]
    public async Task A_matching_ETag_returns_304()
    {
        var first = await Client.GetAsync(new Uri("/api/rankings/today?section=etags", UriKind.Relative));
        using var again = new HttpRequestMessage(HttpMethod.Get, "/api/rankings/today?section=etags");
        again.Headers.IfNoneMatch.Add(new EntityTagHeaderValue(first.Headers.ETag!.Tag));

        Assert.Contains("\"section\":\"etags\"", await first.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotModified, (await Client.SendAsync(again)).StatusCode);
    }

    [Fact]
    public async Task A_ranking_without_section_has_section_null() => Assert.Contains(
        "\"section\":null", await Client.GetStringAsync("/api/rankings/today"), StringComparison.Ordinal);

    [Theory]
    [InlineData(404, "/api/rankings/yesterday")]
    [InlineData(404, "/api/rankings/rising%2Fworld")]
    [InlineData(400, "/api/rankings/rising?section=World")]
    [InlineData(400, "/api/rankings/rising?section=")]
    [InlineData(400, "/api/rankings/rising?explain=yes")]
    [InlineData(400, "/api/rankings/rising?limit=0")]
    [InlineData(400, "/api/rankings/rising?limit=101")]
    [InlineData(400, "/api/rankings/rising?limit=-1")]
    [InlineData(400, "/api/rankings/rising?limit=many")]
    [InlineData(400, "/api/rankings/rising?limit=1&limit=2")]
    [InlineData(400, "/api/rankings/rising?limit=99999999999999999999")]
    public async Task An_invalid_request_returns_problem_details(int status, string address) =>
        await AssertRefused(status, await Client.GetAsync(new Uri(address, UriKind.Relative)));

    [Fact]
    public async Task Arbitrary_input_never_returns_5xx() =>
        await Gen.Select(Gen.String, Gen.String, Gen.String).SampleAsync(async (name, section, limit) =>
        {
            var address = $"/api/rankings/{Escape(name)}?section={Escape(section)}&limit={Escape(limit)}";
            var status = (int)(await Client.GetAsync(new Uri(address, UriKind.Relative))).StatusCode;
            Assert.InRange(status, 200, 499);
        }, iter: 100);

    private static string Escape(string text) => string.Concat(System.Text.Encoding.UTF8.GetBytes(text).Select(b => $"%{b:X2}"));
}
