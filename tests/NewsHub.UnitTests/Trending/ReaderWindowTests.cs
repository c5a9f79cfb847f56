using System.Diagnostics.Metrics;
using CsCheck;
using Microsoft.Extensions.DependencyInjection;
using NewsHub.Trending.Counting;
using NewsHub.Trending.Fairness;
using NewsHub.Trending.Ranking.Formulas;
using Xunit;

namespace NewsHub.Tests.Trending;

/// <summary>How many readers of a window count, tested through the counter that owns the window.</summary>
public sealed class ReaderWindowTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);

    private static readonly FairnessOptions Strict = new()
    {
        ReadersPerPrefix = 3, ReadersPerAgent = 5, AgentShare = 0.5, Newcomers = 4, NewcomersPerKnown = 2,
    };

    /// <summary>Each reader always has the same origin.</summary>
    private static readonly Gen<(ulong Reader, Origin Origin)> Readers = Gen.Int[0, 60].Select(
        n => ((ulong)n, Origin.Of((uint)(n % 7), (uint)(n % 5), n % 3 == 0).Weighing(n % 4 == 0 ? 0.5 : 1)));

    private static readonly Gen<(ulong Reader, Origin Origin)[][]> Batches = Readers.Array[0, 20].Array[1, 8];

    [Fact]
    public void The_order_and_batching_of_readers_do_not_change_the_score() =>
        Gen.Select(Batches, Gen.Int).Sample((batches, seed) =>
        {
            var shuffled = batches.SelectMany(batch => batch).ToArray();
            new Random(seed).Shuffle(shuffled);

            var one = Count(Strict, batches);
            var other = Count(Strict, shuffled.Chunk(1 + Math.Abs(seed % 5)).ToArray());

            AssertSame(one, other);
        });

    [Fact]
    public void Repeated_reads_in_a_window_do_not_change_the_score() => Batches.Sample(batches =>
        AssertSame(Count(Strict, batches), Count(Strict, [.. batches, .. batches])));

    [Fact]
    public void An_additional_reader_never_lowers_the_score() => Gen.Select(Batches, Readers).Sample((batches, another) =>
        Assert.True(Value(Count(Strict, [.. batches, [another]])) >= Value(Count(Strict, batches))));

    [Fact]
    public void The_score_is_the_minimum_of_all_rules() => Readers.Array[1, 60].Sample(readers =>
    {
        var distinct = readers.DistinctBy(reader => reader.Reader).ToArray();
        var prefixes = distinct.GroupBy(reader => reader.Origin.Prefix).Sum(group => group.Key == 0 ? group.Count() : Math.Min(group.Count(), 3));
        var agents = distinct.GroupBy(reader => reader.Origin.Agent).Sum(group => Math.Min(group.Count(), Math.Max(5, 0.5 * distinct.Length)));
        var known = distinct.Count(reader => reader.Origin.IsKnown);
        var newcomers = known + Math.Min(distinct.Length - known, 4 + 2 * known);
        var weight = distinct.Sum(reader => reader.Origin.Weight);

        Assert.Equal(new[] { distinct.Length, prefixes, agents, newcomers, weight }.Min(), Value(Count(Strict, [readers])), 9);
    });

    [Fact]
    public void A_reader_counts_again_after_one_to_two_hours() => Gen.Select(Gen.Int[0, 59], Gen.Int[1, 180]).Sample((first, later) =>
    {
        var counter = new Counter(new CounterState());
        counter.Count(Batch(1, [(7, default)]), Noon.AddMinutes(first));
        counter.Count(Batch(2, [(7, default)]), Noon.AddMinutes(first + later));

        var isCounted = counter.Explain(RankingFormula.Today).Readers >= 1;
        if (later < 60) Assert.False(isCounted);
        if (later >= 120) Assert.True(isCounted);
    });

    [Fact]
    public void Up_to_100000_readers_are_distinguished_in_bounded_memory()
    {
        var counter = new Counter(new CounterState());
        for (var n = 0; n < 10; n++)
            counter.Count(Batch(n + 1, Enumerable.Range(n * 10_000, 10_000).Select(reader => (Scatter(reader), Distinct(reader))).ToArray()), Noon);
        for (var n = 0; n < 10; n++)
            counter.Count(Batch(n + 11, Enumerable.Range(n * 10_000, 10_000).Select(reader => (Scatter(reader), Distinct(reader))).ToArray()), Noon);

        Assert.InRange(counter.Explain(RankingFormula.Rising).Readers, 99_000, 100_000);
    }

    [Fact]
    public void A_batch_time_in_the_future_is_replaced_by_the_current_time()
    {
        var counter = new Counter(new CounterState());

        counter.Count(Batch(1, [(1, default)]) with { At = Noon.AddDays(1) }, Noon);

        Assert.Equal(RankingFormula.Rising.HalfLife.Score(1, Noon), counter.Score(RankingFormula.Rising));
        Assert.Equal(1, counter.Explain(RankingFormula.Rising).Ignored["future"]);
    }

    [Fact]
    public void A_late_batch_decays_from_its_time_but_at_most_one_minute()
    {
        var (late, far) = (new Counter(new CounterState()), new Counter(new CounterState()));

        late.Count(Batch(1, [(1, default)]) with { At = Noon.AddSeconds(-30) }, Noon);
        far.Count(Batch(1, [(1, default)]) with { At = Noon.AddHours(-9) }, Noon);

        Assert.Equal(RankingFormula.Rising.HalfLife.Score(1, Noon.AddSeconds(-30)), late.Score(RankingFormula.Rising));
        Assert.Equal(RankingFormula.Rising.HalfLife.Score(1, Noon.AddMinutes(-1)), far.Score(RankingFormula.Rising));
    }

    [Fact]
    public void A_reaction_counts_once_the_reader_has_read_the_article()
    {
        var options = new FairnessOptions { ReactionShare = 1 };
        var counter = new Counter(new CounterState(), fairness: options);

        counter.React(1, Noon);
        Assert.Equal((double.NegativeInfinity, 1), (counter.Score(RankingFormula.Rising), counter.Explain(RankingFormula.Rising).Ignored["unread"]));
        counter.Count(Batch(1, [(1, default)]), Noon);
        Assert.Equal(1, counter.Explain(RankingFormula.Rising).Reactions);

        counter.TakeBack(1, Noon);
        counter.React(1, Noon);
        Assert.Equal(1, counter.Explain(RankingFormula.Rising).Reactions);
    }

    [Fact]
    public void Excluded_reads_are_reported_by_rule()
    {
        var ignored = new Dictionary<ExclusionReason, long>();
        var counter = new Counter(new CounterState(), null, new FairnessOptions { ReadersPerPrefix = 2 }, (reason, amount) => ignored[reason] = ignored.GetValueOrDefault(reason) + amount);

        counter.Count(Batch(1, [.. Enumerable.Range(1, 5).Select(n => ((ulong)n, Origin.Of(9, (uint)n, isKnown: true)))]) with { Reads = 8, Bots = 4 }, Noon);

        Assert.Equal(new Dictionary<ExclusionReason, long> { [ExclusionReason.Bot] = 4, [ExclusionReason.Repeat] = 3, [ExclusionReason.Prefixes] = 3 }, ignored);
        var why = counter.Explain(RankingFormula.Rising);
        Assert.Equal(("prefixes", 0.4), (why.DampenedBy, why.Dampening));
        Assert.Equal(new Dictionary<string, long> { ["bot"] = 4, ["repeat"] = 3, ["prefixes"] = 3 }, why.Ignored);
    }

    [Fact]
    public void The_metric_counts_excluded_reads_by_rule()
    {
        using var services = new ServiceCollection().AddMetrics().BuildServiceProvider();
        var meters = services.GetRequiredService<IMeterFactory>();
        var metrics = new FairnessMetrics(meters);
        var measured = new List<(string Name, long Amount, object? Rule)>();
        using var listener = new MeterListener { InstrumentPublished = (instrument, to) => { if (ReferenceEquals(instrument.Meter.Scope, meters)) to.EnableMeasurementEvents(instrument); } };
        listener.SetMeasurementEventCallback<long>((instrument, amount, tags, _) => measured.Add((instrument.Name, amount, tags[0].Value)));
        listener.Start();

        new Counter(new CounterState(), onIgnored: metrics.RecordIgnored).Count(Batch(1, [(1, default)]) with { Bots = 4 }, Noon);

        Assert.Contains(("newshub.trending.ignored", 4L, (object?)"bot"), measured);
    }

    private static Counter Count(FairnessOptions options, (ulong Reader, Origin Origin)[][] batches)
    {
        var counter = new Counter(new CounterState(), fairness: options);
        for (var n = 0; n < batches.Length; n++) counter.Count(Batch(n + 1, batches[n]), Noon);
        return counter;
    }

    private static double Value(Counter counter) => RankingFormula.Today.HalfLife.Value(counter.Score(RankingFormula.Today), Noon);

    private static void AssertSame(Counter one, Counter other) => Assert.Equal(Value(one), Value(other), 6);

    private static ulong Scatter(int reader) => (ulong)(reader + 1) * 0x9E37_79B9_7F4A_7C15;

    private static Origin Distinct(int reader) => Origin.Of(0, (uint)reader, isKnown: true);

    private static ReadBatch Batch(long number, (ulong Reader, Origin Origin)[] readers) => new(
        "gateway", 1, number, readers.Length, [.. readers.Select(reader => reader.Reader)], [.. readers.Select(reader => reader.Origin.Bits)]);
}
