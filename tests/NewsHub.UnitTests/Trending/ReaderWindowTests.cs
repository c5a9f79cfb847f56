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
        ReadersPerPrefix = 3, FirstReadersPerPrefix = 4, ReadersPerAgent = 5, Newcomers = 4, NewcomersPerKnown = 2,
    };

    /// <summary>Networks 1 to 6 and five browsers in falling shares, most readers known.</summary>
    private static readonly UsualReaders Usual = UsualOf(new Dictionary<uint, double> { [1] = 30, [2] = 60, [3] = 20, [4] = 10, [5] = 5, [6] = 1 }, newcomers: 120);

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
        var distinct = readers.DistinctBy(reader => reader.Reader).Select(reader => reader.Origin).ToArray();
        var known = distinct.Count(origin => origin.IsKnown);
        var odds = Usual.Newcomers / (Usual.Readers - Usual.Newcomers);
        var networks = Naive(distinct, origin => origin.Prefix, origin => origin.Prefix == 0, 3, prefix => 2 * Odds(Usual.OfPrefix(prefix)));
        var agents = Naive(distinct, origin => origin.Agent, origin => Usual.OfAgent(origin.Agent) >= Usual.Readers / 2, 5, agent => 3 * Odds(Usual.OfAgent(agent)));
        var newcomers = known + Math.Min(distinct.Length - known, 4 + Math.Max(2, 3 * odds) * known);

        Assert.Equal(new[] { distinct.Length, networks, agents, newcomers, distinct.Sum(origin => origin.Weight) }.Min(), Value(Count(Strict, [readers])), 3);
    });

    [Fact]
    public void What_is_usual_for_the_article_itself_does_not_count_as_usual()
    {
        var own = new CountedReaders { Readers = 60 };
        own.ByPrefix[2] = 60;
        var readers = Enumerable.Range(0, 40).Select(n => Origin.Of(2, (uint)(n % 5), isKnown: true)).Concat(Enumerable.Range(0, 100).Select(n => Origin.Of(0, (uint)(n % 5), isKnown: true))).ToArray();
        double CountWith(CountedReaders mine)
        {
            var window = new ReaderWindow(new FairnessOptions(), Usual, mine);
            foreach (var origin in readers) window.Add(origin);
            return window.Count().Readers;
        }

        Assert.Equal((101.0, 140.0), (Math.Round(CountWith(own), 2), Math.Round(CountWith(new CountedReaders()), 2)));
    }

    [Fact]
    public void Only_counted_readers_become_usual()
    {
        var window = new ReaderWindow(new FairnessOptions(), Usual, new CountedReaders());
        for (var n = 0; n < 500; n++) window.Add(Origin.Of(77, 1, isKnown: true));

        Assert.Equal(1, window.CountedReaders().ByPrefix[77], 6);
        Assert.Equal(1, window.CountedReaders().Readers, 6);
    }

    [Fact]
    public void Counted_readers_are_reported_once_and_in_any_rhythm() => Gen.Select(Batches, Gen.Int[1, 4]).Sample((batches, every) =>
    {
        var (often, once) = (new Counter(new CounterState(), fairness: Strict) { Usual = Usual }, new Counter(new CounterState(), fairness: Strict) { Usual = Usual });
        var sum = UsualReaders.None;
        for (var n = 0; n < batches.Length; n++)
        {
            often.Count(Batch(n + 1, batches[n]), Noon);
            once.Count(Batch(n + 1, batches[n]), Noon);
            if (n % every == 0 && often.TakeCounted(Noon) is { } counted) sum = sum.Plus(counted);
        }
        sum = sum.Plus(often.TakeCounted(Noon) ?? UsualReaders.None);

        Assert.Null(often.TakeCounted(Noon));
        Assert.Equal(once.TakeCounted(Noon)?.Readers ?? 0, sum.Readers, 3);
    });

    [Fact]
    public void Usual_readers_decay_over_days_and_add_up_in_any_order()
    {
        var (early, late) = (UsualOf(new Dictionary<uint, double> { [1] = 80 }, 8), UsualOf(new Dictionary<uint, double> { [1] = 20, [2] = 6 }, 2) with { At = Noon.AddDays(3) });

        var (one, other) = (early.Plus(late), late.Plus(early));

        Assert.Equal((60, 6, 60, 6), (one.OfPrefix(1), one.OfPrefix(2), one.Readers, one.Newcomers));
        Assert.Equal((one.Readers, one.OfPrefix(1), one.At), (other.Readers, other.OfPrefix(1), other.At));
    }

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
        var counter = new Counter(new CounterState(), null, new FairnessOptions { FirstReadersPerPrefix = 2 }, (reason, amount) => ignored[reason] = ignored.GetValueOrDefault(reason) + amount);

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
        var counter = new Counter(new CounterState(), fairness: options) { Usual = Usual };
        for (var n = 0; n < batches.Length; n++) counter.Count(Batch(n + 1, batches[n]), Noon);
        return counter;
    }

    private static double Odds(double readers) => readers / (Usual.Readers - readers);

    /// <summary>Grows what counts of each bucket from nothing until no bucket may have more beside the others.</summary>
    private static double Naive(Origin[] readers, Func<Origin, uint> bucketOf, Predicate<Origin> isUnlimited, double always, Func<uint, double> factor)
    {
        var unlimited = readers.Count(origin => isUnlimited(origin));
        var buckets = readers.Where(origin => !isUnlimited(origin)).GroupBy(bucketOf).ToDictionary(group => group.Key, group => group.Count());
        var counted = buckets.Keys.ToDictionary(bucket => bucket, _ => 0.0);
        for (var step = 0; step < 3_000; step++)
        {
            var total = unlimited + counted.Values.Sum();
            counted = buckets.ToDictionary(bucket => bucket.Key, bucket => Math.Min(bucket.Value, always + factor(bucket.Key) * (total - counted[bucket.Key])));
        }
        return unlimited + counted.Values.Sum();
    }

    private static UsualReaders UsualOf(Dictionary<uint, double> networks, double newcomers)
    {
        var counted = new CountedReaders { Readers = networks.Count > 3 ? 300 : networks.Values.Sum() - networks.GetValueOrDefault(2u), Newcomers = newcomers };
        foreach (var (network, readers) in networks) counted.ByPrefix[network] = readers;
        for (var agent = 0U; agent < 5; agent++) counted.ByAgent[agent] = 60 - 10 * agent;
        return counted.At(Noon);
    }

    private static double Value(Counter counter) => RankingFormula.Today.HalfLife.Value(counter.Score(RankingFormula.Today), Noon);

    private static void AssertSame(Counter one, Counter other) => Assert.Equal(Value(one), Value(other), 6);

    private static ulong Scatter(int reader) => (ulong)(reader + 1) * 0x9E37_79B9_7F4A_7C15;

    private static Origin Distinct(int reader) => Origin.Of(0, (uint)reader, isKnown: true);

    private static ReadBatch Batch(long number, (ulong Reader, Origin Origin)[] readers) => new(
        "gateway", 1, number, readers.Length, [.. readers.Select(reader => reader.Reader)], [.. readers.Select(reader => reader.Origin.Bits)]);
}
