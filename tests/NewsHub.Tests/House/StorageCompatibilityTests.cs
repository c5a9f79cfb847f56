using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using NewsHub.Articles;
using NewsHub.Trending;
using NewsHub.Trending.Counting;
using NewsHub.Trending.Ranking.Formulas;
using NewsHub.Wire;
using Xunit;

namespace NewsHub.Tests.House;

/// <summary>
/// Data stored by earlier hubs is readable by later ones. The golden files are never edited; a stored format that grows gets a new file.
/// </summary>
public sealed class StorageCompatibilityTests
{
    [Theory]
    [InlineData("article-v1")]
    [InlineData("article-v2")]
    [InlineData("article-v3")]
    [InlineData("article-v4")]
    [InlineData("article-v5")]
    [InlineData("article-v6")]
    [InlineData("article-withheld-v1")]
    [InlineData("article-killed-v1")]
    [InlineData("article-killed-v2")]
    public void Stored_article_round_trips(string file) => AssertRoundTrips(file, ArticleJson.Default.Article);

    [Theory]
    [InlineData("entry-v1")]
    [InlineData("../entry-published")]
    [InlineData("../entry-corrected")]
    [InlineData("../entry-correctedAt")]
    [InlineData("../entry-archive")]
    [InlineData("../entry-withheld")]
    [InlineData("../entry-redacted")]
    [InlineData("../entry-killed")]
    [InlineData("../entry-posted")]
    [InlineData("../entry-postEdited")]
    [InlineData("../entry-postCorrected")]
    [InlineData("../entry-postStruck")]
    [InlineData("../entry-postRemoved")]
    [InlineData("../entry-coverageChanged")]
    public void Stored_entry_round_trips(string file) => AssertRoundTrips(file, WireJson.Default.Entry);

    [Fact]
    public void Stored_wire_article_round_trips()
    {
        var article = JsonNode.Parse(Read("entry-v1"))!["article"]!.ToJsonString();
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(article), RoundTrip(article, WireJson.Default.WireArticle)));
    }

    [Theory]
    [InlineData("Published"), InlineData("Updated"), InlineData("Corrected"), InlineData("Withheld"), InlineData("Killed"), InlineData("Alerted"), InlineData("AlertCleared")]
    [InlineData("Posted"), InlineData("PostEdited"), InlineData("PostCorrected"), InlineData("PostStruck"), InlineData("PostRemoved"), InlineData("CoverageChanged")]
    public void Entry_kinds_are_stored_by_name(string kind) => Assert.True(Enum.TryParse<EntryKind>(kind, out _));

    [Fact]
    public void Stored_keyring_round_trips()
    {
        AssertRoundTrips("keyring-v1", ArticleJson.Default.Keyring);
        AssertRoundTrips("keyring-v2", ArticleJson.Default.Keyring);
    }

    [Fact]
    public void Stored_counter_round_trips()
    {
        AssertRoundTrips("counter-v1", TrendingJson.Default.CounterState);
        AssertRoundTrips("counter-v2", TrendingJson.Default.CounterState);
        AssertRoundTrips("counter-v3", TrendingJson.Default.CounterState);
        AssertRoundTrips("counter-v4", TrendingJson.Default.CounterState);
        var counter = new Counter(JsonSerializer.Deserialize(Read("counter-v1"), TrendingJson.Default.CounterState)!);
        Assert.Equal((753, 2), counter.ToCounts("ferry-returns", new Dictionary<string, long>()) switch { var counts => (counts.Reads, counts.Readers) });
    }

    [Fact]
    public void Counter_of_version_1_keeps_its_score()
    {
        var counter = new Counter(JsonSerializer.Deserialize(Read("counter-v1"), TrendingJson.Default.CounterState)!);
        var explanation = counter.Explain(RankingFormula.Rising);
        Assert.Equal(RankingFormula.Rising.HalfLife.Score(12.5, explanation.At), counter.Score(RankingFormula.Rising));
        Assert.Equal((12.5, 1, 1), (explanation.Readers, explanation.Dampening, explanation.PositionCorrection));
    }

    [Theory]
    [InlineData("ranking-v1")]
    [InlineData("ranking-v2")]
    public void Stored_ranking_round_trips(string file) => AssertRoundTrips(file, TrendingJson.Default.RankingState);

    [Theory]
    [InlineData("reader-key-v1")]
    [InlineData("reader-key-v2")]
    public void Stored_reader_keys_round_trip(string file) => AssertRoundTrips(file, TrendingJson.Default.ReaderKeyState);

    [Fact]
    public void Stored_usual_readers_round_trip() => AssertRoundTrips("usual-readers-v1", TrendingJson.Default.UsualReadersState);

    private static void AssertRoundTrips<T>(string file, JsonTypeInfo<T> type)
    {
        var stored = Read(file);
        var written = RoundTrip(stored, type);
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(stored), written), $"{file}.json is now written as:\n{written}");
    }

    private static JsonNode? RoundTrip<T>(string stored, JsonTypeInfo<T> type) =>
        JsonNode.Parse(JsonSerializer.Serialize(JsonSerializer.Deserialize(stored, type)!, type));

    private static string Read(string file) => File.ReadAllText(Repository.PathOf("tests", "wire", "stored", $"{file}.json"));
}
