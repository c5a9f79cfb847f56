using System.Net;
using System.Text;
using CsCheck;
using NewsHub.Tests.Trending;
using NewsHub.Trending.Counting;
using NewsHub.Trending.Fairness;
using Xunit;

namespace NewsHub.Tests.Gateway.Reads;

[Collection(SharedTrendingCluster.Name)]
public sealed class ImpressionTests(TrendingCluster hub) : TrendingEndpoints(hub)
{
    [Fact]
    public async Task A_read_after_an_impression_weighs_less_once_and_who_reports_none_weighs_the_mean()
    {
        await Rank("seen-first", "health");
        var impressions = TestImpressions.Create(Hub.Grains, Hub.Store);

        for (var n = 1; n <= 2_000; n++)
        {
            await impressions.Record("rising/health", ["seen-first"], Reader((ulong)n));
            impressions.Weigh("seen-first", Reader((ulong)n));
        }
        await impressions.Record("rising/health", ["seen-first", "elsewhere"], Reader(5_000));

        Assert.InRange(impressions.Weigh("seen-first", Reader(5_000)).Origin.Weight, 0.2, 0.5);
        Assert.Equal(1, impressions.Weigh("seen-first", Reader(5_000)).Origin.Weight);
        Assert.Equal(1, impressions.Weigh("elsewhere", Reader(5_000)).Origin.Weight);
        Assert.InRange(impressions.Weigh("seen-first", Reader(6_000)).Origin.Weight, 0.2, 0.7);
    }

    [Fact]
    public async Task The_position_correction_can_be_turned_off()
    {
        await Rank("seen-off", "climate");
        var impressions = TestImpressions.Create(Hub.Grains, Hub.Store, correctPosition: false);

        await impressions.Record("rising/climate", ["seen-off"], Reader(1));

        Assert.Equal(1, impressions.Weigh("seen-off", Reader(1)).Origin.Weight);
    }

    [Fact]
    public async Task Posted_impressions_leave_the_score_as_it_is_while_little_is_read()
    {
        await Rank("in-view", "science");

        Assert.Equal(HttpStatusCode.Accepted, (await Post("""{"ranking":"rising/science","articles":["in-view"]}""")).StatusCode);
        await Client.PostAsync(new Uri("/api/articles/in-view/reads", UriKind.Relative), null);

        var ranking = await Eventually.Is(() => Hub.Ranking("rising/science").Explain(20), ranking => ranking.Entries is [{ Readers: 2 }]);
        Assert.InRange(ranking.Entries[0].Why!.PositionCorrection, 0.99, 1);
    }

    [Theory]
    [InlineData(400, "")]
    [InlineData(400, "null")]
    [InlineData(400, "[]")]
    [InlineData(400, "{}")]
    [InlineData(400, """{"ranking":"rising"}""")]
    [InlineData(400, """{"ranking":"rising","articles":[]}""")]
    [InlineData(400, """{"ranking":"rising","articles":[null]}""")]
    [InlineData(400, """{"ranking":"rising","articles":["a b"]}""")]
    [InlineData(400, """{"ranking":"rising","articles":"a"}""")]
    [InlineData(400, """{"ranking":"yesterday","articles":["a"]}""")]
    [InlineData(400, """{"ranking":"rising/nowhere","articles":["a"]}""")]
    [InlineData(400, """{"articles":["a"]}""")]
    public async Task Invalid_impressions_are_refused_with_a_reason(int status, string body) => await AssertRefused(status, await Post(body));

    [Fact]
    public async Task Too_many_articles_return_400_and_too_long_a_body_returns_413()
    {
        await AssertRefused(400, await Post($$"""{"ranking":"rising","articles":[{{string.Join(',', Enumerable.Repeat("\"a\"", 101))}}]}"""));
        await AssertRefused(413, await Post(new string(' ', 8_193)));
    }

    [Fact]
    public async Task Random_bytes_return_400() => await Gen.Byte.Array[0, 300].SampleAsync(async body =>
    {
        using var content = new ByteArrayContent(body);
        Assert.Equal(HttpStatusCode.BadRequest, (await Client.PostAsync(new Uri("/api/impressions", UriKind.Relative), content)).StatusCode);
    }, iter: 100);

    private async Task Rank(string id, string section)
    {
        await Hub.Publish(id, section);
        await Hub.Counter(id).Count(new ReadBatch("gateway", 1, 1, 1, [99]));
        await Eventually.Is(() => Hub.Ranking($"rising/{section}").Get(), ranking => ranking.Entries.Count == 1);
    }

    private Task<HttpResponseMessage> Post(string body) =>
        Client.PostAsync(new Uri("/api/impressions", UriKind.Relative), new StringContent(body, Encoding.UTF8, "text/plain"));

    private static ReaderIdentity Reader(ulong reader) => new(reader, reader, Origin.Of((uint)(1 + reader % 4_000), 1, isKnown: true), IsBot: false);
}
