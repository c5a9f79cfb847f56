using NewsHub.Trending.Fairness;

namespace NewsHub.Benchmarks.Fairness;

/// <summary>What a crowd of honest readers loses, and what an attack gains, in one hour of one article.</summary>
internal static class FairnessScenarios
{
    private const int UsualHours = 24;
    private static readonly Population Usual = new(Networks: 800, KnownShare: 0.6);

    /// <summary>Share of the readers of honest crowds who do not count, now and by the former rules.</summary>
    public static IEnumerable<(string Name, double Now, double Before)> Crowds()
    {
        yield return Loss("an ordinary story", new Site(Usual, 4_000).After(UsualHours), site => site.Honest(300));
        yield return Loss("a big story", new Site(Usual, 4_000).After(UsualHours), site => site.Honest(3_000));
        yield return Loss("a phone-first site, a third behind three carriers", new Site(Usual with { CarrierShare = 0.33 }, 4_000).After(UsualHours), site => site.Honest(1_500));
        yield return Loss("a site whose readers are nearly all new", new Site(Usual with { KnownShare = 0.03 }, 4_000).After(UsualHours), site => site.Honest(600));
        yield return Loss("a viral story, 95 % newcomers from everywhere", new Site(Usual, 4_000).After(UsualHours), _ => Viral(3_000));
        yield return Loss("a new hub", new Site(Usual, 0), site => site.Honest(200));
        yield return Loss("a small paper", new Site(Usual with { Networks = 60 }, 200).After(UsualHours), site => site.Honest(20));
        yield return Loss("one office reading one story", new Site(Usual, 4_000).After(UsualHours), site => [.. site.Honest(20), .. Machines(1, 40)]);
    }

    /// <summary>Counted readers that an attack adds to 20 honest ones of a small story, now and by the former rules.</summary>
    public static IEnumerable<(string Name, double Now, double Before)> Attacks()
    {
        var site = new Site(Usual, 4_000).After(UsualHours);
        yield return Gain("one machine with 500 aged cookies", site, Machines(1, 500));
        yield return Gain("one machine that discards cookies", site, Machines(1, 10_000, isKnown: false));
        yield return Gain("200 networks with 40 aged cookies each", site, Machines(200, 40));
        yield return Gain("200 networks that discard cookies", site, Machines(200, 40, isKnown: false));
        yield return Gain("an IPv6 /40, 256 networks with 40 aged cookies each", site, [.. Machines(256, 40).Select((origin, n) => Origin.Of(origin.Prefix, origin.Agent, true, provider: 9_000))]);
        yield return Gain("500 aged cookies behind a proxy that nobody named", site, [.. Machines(1, 500).Select(origin => Origin.Of(0, origin.Agent, true))]);
        var patient = new Site(Usual, 200).After(UsualHours, also: Machines(200, 2));
        yield return Gain("200 patient networks on a small site", patient, Machines(200, 40));
    }

    public static void Print()
    {
        Console.WriteLine($"{Environment.NewLine}| honest readers of an hour who do not count | before | now |{Environment.NewLine}| --- | --- | --- |");
        foreach (var (name, now, before) in Crowds()) Console.WriteLine(FormattableString.Invariant($"| {name} | {before:P1} | {now:P1} |"));
        Console.WriteLine($"{Environment.NewLine}| attack in an hour on a story with 20 readers: counted readers gained | before | now |{Environment.NewLine}| --- | --- | --- |");
        foreach (var (name, now, before) in Attacks()) Console.WriteLine(FormattableString.Invariant($"| {name} | {before:+0.0;−0.0;0} | {now:+0.0;−0.0;0} |"));
    }

    private static (string, double, double) Loss(string name, Site site, Func<Site, IReadOnlyList<Origin>> readersOf)
    {
        var readers = readersOf(site);
        var (now, before) = site.Count(readers);
        return (name, 1 - now / readers.Count, 1 - before / readers.Count);
    }

    private static (string, double, double) Gain(string name, Site site, IReadOnlyList<Origin> attack)
    {
        var honest = site.Honest(20);
        var (alone, both) = (site.Count(honest), site.Count([.. honest, .. attack]));
        return (name, both.Now - alone.Now, both.Before - alone.Before);
    }

    /// <summary>Readers of networks that no usual reader has, with the browsers that usual readers have.</summary>
    private static IReadOnlyList<Origin> Machines(int networks, int readers, bool isKnown = true)
    {
        var random = new Random(3);
        return [.. Enumerable.Range(0, networks * readers).Select(n => Origin.Of((uint)(2_000 + n % networks), Population.Browser(random), isKnown))];
    }

    private static IReadOnlyList<Origin> Viral(int readers)
    {
        var random = new Random(4);
        return [.. Enumerable.Range(0, readers).Select(_ => Origin.Of((uint)random.Next(1, UsualReaders.Prefixes), Population.Browser(random), random.NextDouble() < 0.05))];
    }
}
