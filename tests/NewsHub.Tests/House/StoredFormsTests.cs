using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using NewsHub.Articles;
using NewsHub.Trending.Ranking.Formulas;
using NewsHub.Trending;
using NewsHub.Trending.Counting;
using NewsHub.Wire;
using Xunit;

namespace NewsHub.Tests.House;

/// <summary>
/// What earlier hubs have stored is read by every later one. These files are never edited: where a stored form grows, a new one is added
/// beside them.
/// </summary>
public sealed class StoredFormsTests
{
    [Theory]
    [InlineData("article-v1")]
    [InlineData("article-v2")]
    [InlineData("article-v3")]
    [InlineData("article-withheld-v1")]
    [InlineData("article-killed-v1")]
    [InlineData("article-killed-v2")]
    public void A_stored_article_is_read_and_written_alike(string file) => AssertAlike(file, ArticleJson.Default.Article);

    [Theory]
    [InlineData("entry-v1")]
    [InlineData("../entry-published")]
    [InlineData("../entry-withheld")]
    [InlineData("../entry-redacted")]
    [InlineData("../entry-killed")]
    public void An_entry_is_read_and_written_alike(string file) => AssertAlike(file, WireJson.Default.Entry);

    [Fact]
    public void A_stored_card_is_read_and_written_alike()
    {
        var card = JsonNode.Parse(Read("entry-v1"))!["article"]!.ToJsonString();
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(card), Again(card, WireJson.Default.WireArticle)));
    }

    [Theory]
    [InlineData("Published"), InlineData("Updated"), InlineData("Corrected"), InlineData("Withheld"), InlineData("Killed"), InlineData("Alerted"), InlineData("AlertCleared")]
    public void The_kinds_are_stored_by_name(string kind) => Assert.True(Enum.TryParse<EntryKind>(kind, out _));

    [Fact]
    public void The_stored_keys_are_read_and_written_alike() => AssertAlike("keyring-v1", ArticleJson.Default.Keyring);

    [Fact]
    public void A_stored_counter_is_read_and_written_alike()
    {
        AssertAlike("counter-v1", TrendingJson.Default.CounterState);
        AssertAlike("counter-v2", TrendingJson.Default.CounterState);
        var counter = new Counter(JsonSerializer.Deserialize(Read("counter-v1"), TrendingJson.Default.CounterState)!);
        Assert.Equal((753, 2), counter.Show("ferry-returns", new Dictionary<string, long>()) switch { var counts => (counts.Reads, counts.Readers) });
    }

    [Fact]
    public void A_counter_of_the_first_form_goes_on_with_its_score()
    {
        var counter = new Counter(JsonSerializer.Deserialize(Read("counter-v1"), TrendingJson.Default.CounterState)!);
        var why = counter.Explain(RankingFormula.Rising);
        Assert.Equal(RankingFormula.Rising.HalfLife.Score(12.5, why.At), counter.Score(RankingFormula.Rising));
        Assert.Equal((12.5, 1, 1), (why.Readers, why.Dampening, why.PositionCorrection));
    }

    [Theory]
    [InlineData("ranking-v1")]
    [InlineData("ranking-v2")]
    public void A_stored_ranking_is_read_and_written_alike(string file) => AssertAlike(file, TrendingJson.Default.RankingState);

    [Theory]
    [InlineData("reader-key-v1")]
    [InlineData("reader-key-v2")]
    public void The_stored_reader_keys_are_read_and_written_alike(string file) => AssertAlike(file, TrendingJson.Default.ReaderKeyState);

    private static void AssertAlike<T>(string file, JsonTypeInfo<T> type)
    {
        var stored = Read(file);
        var again = Again(stored, type);
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(stored), again), $"{file}.json is written differently by now:\n{again}");
    }

    private static JsonNode? Again<T>(string stored, JsonTypeInfo<T> type) =>
        JsonNode.Parse(JsonSerializer.Serialize(JsonSerializer.Deserialize(stored, type)!, type));

    private static string Read(string file) => File.ReadAllText(Repository.PathOf("tests", "wire", "stored", $"{file}.json"));
}
