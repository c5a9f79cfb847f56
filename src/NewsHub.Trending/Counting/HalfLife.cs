namespace NewsHub.Trending.Counting;

/// <summary>How fast a counter forgets: after this time a read weighs half.</summary>
public readonly record struct HalfLife(TimeSpan Length)
{
    /// <summary>What is being read just now: 15 minutes.</summary>
    public static readonly HalfLife Rising = new(TimeSpan.FromMinutes(15));

    /// <summary>What is read today: 6 hours.</summary>
    public static readonly HalfLife Today = new(TimeSpan.FromHours(6));

    /// <summary>What is left of 1 after <paramref name="elapsed"/>.</summary>
    public double Remaining(TimeSpan elapsed) => double.Exp2(-(elapsed / Length));

    /// <summary>
    /// log2(<paramref name="value"/>) + <paramref name="at"/> in half-lives since 1970. It does not change while a value decays, so that
    /// values that were written at different times can be compared without touching them.
    /// </summary>
    public double Score(double value, DateTimeOffset at) => Math.Log2(value) + (at - DateTimeOffset.UnixEpoch) / Length;

    /// <summary>The value that a <see cref="Score"/> stands for at a time.</summary>
    public double Value(double score, DateTimeOffset at) => double.Exp2(score - (at - DateTimeOffset.UnixEpoch) / Length);
}
