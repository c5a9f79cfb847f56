using System.Text.Json;
using CsCheck;
using NewsHub.Trending;
using NewsHub.Trending.Counting;
using NewsHub.Trending.Fairness;
using NewsHub.Trending.Ranking;
using NewsHub.Trending.Ranking.Formulas;
using NewsHub.Trending.Recording;
using Xunit;

namespace NewsHub.Tests.Trending;

/// <summary>The value with which a new article starts in <c>rising</c>, and changes of the half-life.</summary>
public sealed class PriorTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);
    private static readonly RankingKey Key = new(RankingFormula.Rising.Name);
    private static readonly RankingFormula Slow = RankingFormula.Rising with { HalfLife = new HalfLife(TimeSpan.FromMinutes(60)) };
    private static readonly IReadOnlyDictionary<string, long> None = new Dictionary<string, long>();

    private long _number;

    [Fact]
    public void The_prior_is_in_force_from_the_third_counted_reader_and_decays_from_the_publication()
    {
        var counter = new Counter(new CounterState());
        counter.Start(8, Noon);
        var later = Noon + RankingFormula.Rising.HalfLife.Length;

        Assert.Equal(double.NegativeInfinity, counter.Score(RankingFormula.Rising));
        Count(counter, 2, later);
        Assert.Equal(2, Value(counter, later), 6);
        Count(counter, 1, later);
        Assert.Equal(3 + 4, Value(counter, later), 6);
        Assert.Equal(4, counter.Explain(RankingFormula.Rising).Prior!.Value, 6);
        Assert.Equal(3, RankingFormula.Today.HalfLife.Value(counter.Score(RankingFormula.Today), later), 6);
    }

    [Fact]
    public void Only_a_new_article_gets_a_prior_and_it_survives_storage()
    {
        var counter = new Counter(new CounterState());
        counter.Start(8, Noon);
        Count(counter, 5, Noon);
        counter.Start(800, Noon);
        var stored = JsonSerializer.Serialize(counter.ToState([]), TrendingJson.Default.CounterState);

        var restored = new Counter(JsonSerializer.Deserialize(stored, TrendingJson.Default.CounterState)!);

        Assert.Equal(13, Value(restored, Noon), 6);
        Count(restored, 1, Noon);
        Assert.Equal(14, Value(restored, Noon), 6);
    }

    [Fact]
    public void An_additional_reader_never_lowers_a_score_with_a_prior() =>
        Gen.Select(Gen.Int[1, 6].Array[1, 8], Gen.Int[0, 86_400].Array[1, 8], Gen.Double[0, 50]).Sample((readers, seconds, prior) =>
        {
            var counter = new Counter(new CounterState());
            counter.Start(prior, Noon);
            var before = double.NegativeInfinity;
            foreach (var (count, second) in readers.Zip(seconds.Order()))
            {
                Count(counter, count, Noon.AddSeconds(second));
                Assert.True(counter.Score(RankingFormula.Rising) >= before);
                before = counter.Score(RankingFormula.Rising);
            }
        });

    [Fact]
    public void Without_events_the_order_never_changes() =>
        Gen.Select(Gen.Int[1, 40].Array[2, 12], Gen.Double[0, 30].Array[12], Gen.Int[0, 172_800]).Sample((readers, priors, later) =>
        {
            var board = BoardOf(readers, priors);
            Assert.Equal(Order(board, Noon.AddHours(1)), Order(board, Noon.AddHours(1).AddSeconds(later)));
        });

    [Fact]
    public void Another_half_life_keeps_values_and_order_on_the_board_and_in_counters() =>
        Gen.Select(Gen.Int[1, 40].Array[2, 12], Gen.Double[0, 30].Array[12], Gen.Int[0, 3_600]).Sample((readers, priors, later) =>
        {
            var (board, now) = (BoardOf(readers, priors), Noon.AddHours(1).AddSeconds(later));
            var before = board.Snapshot(1, now);

            board.Use(Slow, now);

            Assert.Equal(before.Entries.Select(place => (place.ArticleId, place.Score)), board.Snapshot(1, now).Entries.Select(place => (place.ArticleId, place.Score)));
            var slower = board.Snapshot(1, now + Slow.HalfLife.Length).Entries;
            Assert.All(before.Entries.Zip(slower), pair => Assert.InRange(pair.Second.Score, pair.First.Score / 2 - 0.011, pair.First.Score / 2 + 0.011));
            var counter = new Counter(new CounterState());
            counter.Start(priors[0], Noon);
            Count(counter, readers[0], Noon);
            var value = Value(counter, now);
            Assert.True(counter.Use(new RankingFormulas([Slow, RankingFormula.Today]), now));
            Assert.Equal(1, Slow.HalfLife.Value(counter.Score(Slow), now) / value, 6);
            Assert.False(counter.Use(new RankingFormulas([Slow, RankingFormula.Today]), now));
        });

    [Fact]
    public void A_standing_of_an_earlier_version_with_15_minutes_is_converted()
    {
        var former = RankingFormula.Rising with { HalfLife = new HalfLife(TimeSpan.FromMinutes(15)) };
        var counter = new Counter(new CounterState(), formulas: new RankingFormulas([former]));
        Count(counter, 8, Noon);
        var (standing, now) = (new Standing("Ferry", "/", counter.Score(former), counter.ToCounts("ferry", None), counter.Explain(former)), Noon.AddMinutes(15));

        var converted = standing.In(RankingFormula.Rising.HalfLife, now);

        Assert.Equal(4, RankingFormula.Rising.HalfLife.Value(converted.Score, now), 6);
        Assert.Equal((now, 1200.0, 4.0), (converted.Why!.At, converted.Why.HalfLifeSeconds, Math.Round(converted.Why.Readers, 6)));
        Assert.Same(converted, converted.In(RankingFormula.Rising.HalfLife, now.AddHours(1)));
    }

    [Fact]
    public void A_recording_with_a_prior_and_a_changed_half_life_replays_to_the_same_bytes()
    {
        var counter = new Counter(new CounterState());
        counter.Start(4, Noon);
        TrendingEvent[] events =
        [
            new(Noon, Options: new RecordedOptions(1, 2, new FairnessOptions(), 1200)),
            new(Noon, "ferry", Restored: new RecordedState(counter.ToState([]), None), Card: new RecordedCard("Ferry", "/", null)),
            new(Noon, "garden", Batch: Batch(2), Card: new RecordedCard("Garden", "/", null)),
            new(Noon, "ferry", Batch: Batch(3)),
            new(Noon.AddMinutes(20), HalfLifeSeconds: 3600),
            new(Noon.AddMinutes(20), "ferry", HalfLifeSeconds: 3600),
            new(Noon.AddMinutes(80), "garden", Batch: Batch(1)),
        ];
        string[] Play()
        {
            var replay = new Replay();
            foreach (var each in events) replay.Apply(JsonSerializer.Serialize(each, TrendingJson.Default.TrendingEvent));
            return [.. replay.Rankings.Select(ranking => JsonSerializer.Serialize(ranking, TrendingJson.Default.Ranking))];
        }

        var first = Play();

        Assert.Equal(first, Play());
        Assert.Contains("\"articleId\":\"ferry\",\"headline\":\"Ferry\",\"url\":\"/\",\"score\":1.75", first[0], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(9, 20, 20), InlineData(4.5, 20, 20), InlineData(3.9, 20, 30), InlineData(0.7, 20, 60)]
    [InlineData(5.5, 30, 30), InlineData(6.1, 30, 20), InlineData(0.9, 30, 30), InlineData(0.7, 30, 60), InlineData(1.1, 60, 60), InlineData(1.3, 60, 30), InlineData(7, 60, 20)]
    public void The_half_life_follows_how_much_is_read_with_a_margin(double mean, int current, int expected) =>
        Assert.Equal(TimeSpan.FromMinutes(expected), RisingHalfLife.Choose(mean, new HalfLife(TimeSpan.FromMinutes(current))).Length);

    [Theory]
    [InlineData("auto", true, 20), InlineData("45", true, 45), InlineData("0", false, 20), InlineData("1441", false, 20), InlineData("soon", false, 20)]
    public void The_half_life_is_auto_or_minutes(string text, bool isValid, int minutes)
    {
        var options = new TrendingOptions { RisingHalfLife = text };

        Assert.Equal(isValid, !options.Validate(new System.ComponentModel.DataAnnotations.ValidationContext(options)).Any());
        Assert.Equal(TimeSpan.FromMinutes(minutes), options.Rising.HalfLife.Length);
    }

    private RankingBoard BoardOf(int[] readers, double[] priors)
    {
        var board = new RankingBoard(Key, RankingFormula.Rising);
        for (var n = 0; n < readers.Length; n++)
        {
            var counter = new Counter(new CounterState());
            counter.Start(priors[n], Noon);
            Count(counter, readers[n], Noon.AddMinutes(5 * n));
            board.Put(new Standing($"a{n}", "/", counter.Score(RankingFormula.Rising), counter.ToCounts($"a{n}", None), counter.Explain(RankingFormula.Rising)));
        }
        return board;
    }

    private static IEnumerable<string> Order(RankingBoard board, DateTimeOffset at) => board.Snapshot(1, at).Entries.Select(place => place.ArticleId);

    private void Count(Counter counter, int readers, DateTimeOffset at) => Assert.True(counter.Count(Batch(readers), at));

    private ReadBatch Batch(int readers)
    {
        var first = ++_number << 32;
        return new ReadBatch("gateway", 1, _number, readers, [.. Enumerable.Range(1, readers).Select(n => (ulong)first + (ulong)n)]);
    }

    private static double Value(Counter counter, DateTimeOffset at) => RankingFormula.Rising.HalfLife.Value(counter.Score(RankingFormula.Rising), at);
}
