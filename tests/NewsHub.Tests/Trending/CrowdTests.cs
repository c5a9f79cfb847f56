using NewsHub.Benchmarks.Fairness;
using Xunit;

namespace NewsHub.Tests.Trending;

/// <summary>Invented crowds and attacks, counted with the hub's own windows. <c>NewsHub.Benchmarks fairness</c> prints them.</summary>
[Trait("Category", "Slow")]
public sealed class CrowdTests
{
    private static readonly Lazy<Dictionary<string, double>> Losses = new(() => FairnessScenarios.Crowds().ToDictionary(crowd => crowd.Name, crowd => crowd.Now));
    private static readonly Lazy<Dictionary<string, double>> Gains = new(() => FairnessScenarios.Attacks().ToDictionary(attack => attack.Name, attack => attack.Now));

    [Theory]
    [InlineData("an ordinary story", 0.03)]
    [InlineData("a big story", 0.02)]
    [InlineData("a phone-first site, a third behind three carriers", 0.02)]
    [InlineData("a site whose readers are nearly all new", 0.05)]
    [InlineData("a viral story, 95 % newcomers from everywhere", 0.5)]
    [InlineData("a new hub", 0.1)]
    [InlineData("a small paper", 0.1)]
    public void Honest_readers_count(string crowd, double maxLoss) => Assert.InRange(Losses.Value[crowd], 0, maxLoss);

    [Theory]
    [InlineData("one machine with 500 aged cookies", 1.5)]
    [InlineData("one machine that discards cookies", 1.5)]
    [InlineData("200 networks with 40 aged cookies each", 250)]
    [InlineData("200 networks that discard cookies", 250)]
    [InlineData("an IPv6 /40, 256 networks with 40 aged cookies each", 2)]
    public void An_attack_gains_little(string attack, double maxGain) => Assert.InRange(Gains.Value[attack], -1, maxGain);
}
