namespace NewsHub.Trending.Counting;

/// <summary>How fast a counter forgets: after this time a read weighs half.</summary>
public readonly record struct HalfLife(TimeSpan Length)
{
    /// <summary>For readers: <c>15 minutes</c>, <c>6 hours</c>, <c>7 days</c>.</summary>
    public string InWords => Length switch
    {
        { TotalDays: >= 2 } => $"{Length.TotalDays:0} days",
        { TotalHours: >= 2 } => $"{Length.TotalHours:0} hours",
        _ => $"{Length.TotalMinutes:0} minutes",
    };

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
