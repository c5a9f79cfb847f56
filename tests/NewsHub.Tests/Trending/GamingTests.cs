using NewsHub.Trending.Counting;
using NewsHub.Trending.Fairness;
using NewsHub.Trending.Ranking;
using NewsHub.Trending.Ranking.Formulas;
using Xunit;

namespace NewsHub.Tests.Trending;

/// <summary>Manipulation of rankings: four articles are read normally during one evening while others are pushed, with default options.</summary>
[Trait("Category", "Slow")]
public sealed class GamingTests
{
    private static readonly DateTimeOffset Eight = new(2026, 11, 23, 20, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Evening = TimeSpan.FromMinutes(30);

    private readonly Dictionary<string, Counter> _counters = [];
    private readonly Random _random = new(1);
    private long _number;

    public GamingTests()
    {
        for (var n = 1; n <= 4; n++) Read($"honest{n}", readers: 60 + 10 * n, requests: 90 + 15 * n, reactors: 6, known: 0.4, prefixes: 60, agents: 8);
    }

    [Fact]
    public void A_genuine_burst_of_mostly_new_readers_reaches_the_top()
    {
        Read("burst", readers: 600, requests: 900, reactors: 30, known: 0.12, prefixes: 300, agents: 12);

        Assert.Equal("burst", Top()[0]);
    }

    [Fact]
    public void A_botnet_with_few_readers_does_not_reach_the_top()
    {
        Read("botnet", readers: 40, requests: 10_000, reactors: 0, known: 0, prefixes: 3, agents: 1);

        Assert.DoesNotContain("botnet", Top());
        Assert.True(Why("botnet").Ignored["repeat"] > 9_000);
    }

    [Fact]
    public void A_botnet_that_discards_its_cookies_does_not_reach_the_top()
    {
        Read("botnet", readers: 10_000, requests: 10_000, reactors: 10_000, known: 0, prefixes: 2, agents: 1);

        Assert.DoesNotContain("botnet", Top());
        Assert.Equal("newcomers", Why("botnet").DampenedBy);
    }

    [Fact]
    public void A_botnet_of_newcomers_with_many_addresses_and_browsers_does_not_reach_the_top()
    {
        Read("botnet", readers: 10_000, requests: 10_000, reactors: 0, known: 0, prefixes: 5_000, agents: 400);

        Assert.DoesNotContain("botnet", Top());
        Assert.Equal("newcomers", Why("botnet").DampenedBy);
    }

    [Fact]
    public void A_vote_ring_of_known_readers_does_not_reach_the_top()
    {
        Read("ring", readers: 40, requests: 400, reactors: 40, known: 1, prefixes: 40, agents: 10);

        Assert.DoesNotContain("ring", Top());
        Assert.InRange(Why("ring").Reactions, 0, 0.2501 * Why("ring").Readers);
    }

    [Fact]
    public void A_ring_that_takes_back_its_reactions_and_gives_them_again_gains_nothing()
    {
        const int Readers = 40;
        var first = Read("ring", Readers, requests: 400, reactors: Readers, known: 1, prefixes: 40, agents: 10);
        var counter = _counters["ring"];
        var score = counter.Score(RankingFormula.Rising);

        for (var minutes = 0; minutes < 180; minutes++)
            for (var reader = 0UL; reader < Readers; reader++)
            {
                counter.TakeBack(first + reader, Eight + Evening + TimeSpan.FromMinutes(minutes));
                counter.React(first + reader, Eight + Evening + TimeSpan.FromMinutes(minutes));
            }

        Assert.Equal(score, counter.Score(RankingFormula.Rising), precision: 6);
    }

    [Fact]
    public void With_all_attacks_at_once_only_the_genuine_burst_reaches_the_top_three()
    {
        Read("botnet", readers: 40, requests: 10_000, reactors: 40, known: 0, prefixes: 3, agents: 1);
        Read("ring", readers: 40, requests: 400, reactors: 40, known: 1, prefixes: 40, agents: 10);
        Read("burst", readers: 600, requests: 900, reactors: 30, known: 0.12, prefixes: 300, agents: 12);

        Assert.Equal(["burst", "honest4", "honest3"], Top());
    }

    /// <summary>Counts requests of the given number of readers, spread over the evening; each reader has one origin. Returns the first reader; the others follow it.</summary>
    private ulong Read(string article, int readers, int requests, int reactors, double known, int prefixes, int agents)
    {
        var counter = _counters[article] = new Counter(new CounterState());
        var first = (ulong)_random.NextInt64();
        var origins = Enumerable.Range(0, readers)
            .Select(n => Origin.Of((uint)(n % prefixes + 1), (uint)(n % agents), n < known * readers)).ToArray();
        for (var n = 0; n < requests; n++)
        {
            var (reader, at) = (n % readers, Eight + Evening * n / requests);
            counter.Count(new ReadBatch("gateway", 1, ++_number, 1, [first + (ulong)reader], [origins[reader].Bits]), at);
            if (n < readers && reader < reactors) counter.React(first + (ulong)reader, at);
        }

        return first;
    }

    private Why Why(string article) => _counters[article].Explain(RankingFormula.Rising);

    private string[] Top()
    {
        var board = new RankingBoard(new RankingKey(RankingFormula.Rising.Name), RankingFormula.Rising);
        foreach (var (article, counter) in _counters)
            board.Put(new Standing(article, "/", counter.Score(RankingFormula.Rising), counter.ToCounts(article, new Dictionary<string, long>())));
        return [.. board.Snapshot(1, Eight + Evening).Entries.Take(3).Select(place => place.ArticleId)];
    }
}
