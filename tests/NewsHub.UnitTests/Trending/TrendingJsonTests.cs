using System.Text.Json;
using NewsHub.Trending;
using NewsHub.Trending.Counting;
using NewsHub.Trending.Ranking;
using Xunit;

namespace NewsHub.Tests.Trending;

public sealed class TrendingJsonTests
{
    [Fact]
    public void A_ranking_serializes_to_the_documented_JSON()
    {
        var ranking = new Ranking("rising", null, 17, new DateTimeOffset(2026, 11, 23, 21, 45, 0, TimeSpan.Zero),
            [new Place(1, "a1", "Ferry", "/articles/a1", 12.3, 753, 611, new Dictionary<string, long> { ["veryGood"] = 40 })]);

        Assert.Equal(
            """
            {"ranking":"rising","section":null,"version":17,"at":"2026-11-23T21:45:00.000Z","entries":[{"rank":1,"articleId":"a1","headline":"Ferry","url":"/articles/a1","score":12.3,"reads":753,"readers":611,"reactions":{"veryGood":40}}]}
            """,
            JsonSerializer.Serialize(ranking, TrendingJson.Default.Ranking));
    }

    [Fact]
    public void A_counter_survives_a_JSON_round_trip()
    {
        var at = new DateTimeOffset(2026, 11, 23, 21, 45, 0, TimeSpan.Zero);
        var counter = new Counter(new CounterState());
        counter.Count(new ReadBatch("gateway", 1, 1, 5, [1, 2, 3]), at);

        var json = JsonSerializer.Serialize(counter.ToState(["rising"]), TrendingJson.Default.CounterState);
        var restored = new Counter(JsonSerializer.Deserialize(json, TrendingJson.Default.CounterState)!);

        Assert.False(restored.Count(new ReadBatch("gateway", 1, 1, 5, [1, 2, 3]), at));
        Assert.Equal(json, JsonSerializer.Serialize(restored.ToState(["rising"]), TrendingJson.Default.CounterState));
    }

    [Fact]
    public void An_empty_stored_state_is_an_empty_counter()
    {
        var counter = new Counter(JsonSerializer.Deserialize("{}", TrendingJson.Default.CounterState)!);

        Assert.Equal(0, counter.ToCounts("a1", new Dictionary<string, long>()).Reads);
    }
}
