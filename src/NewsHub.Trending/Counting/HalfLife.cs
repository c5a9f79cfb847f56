namespace NewsHub.Trending.Counting;

/// <summary>The time after which a read has lost half its weight.</summary>
public readonly record struct HalfLife(TimeSpan Length)
{
    /// <summary>The length as text for readers: <c>15 minutes</c>, <c>6 hours</c>, <c>7 days</c>.</summary>
    public string InWords => Length switch
    {
        { TotalDays: >= 2 } => $"{Length.TotalDays:0} days",
        { TotalHours: >= 2 } => $"{Length.TotalHours:0} hours",
        _ => $"{Length.TotalMinutes:0} minutes",
    };

    /// <summary>The fraction of a weight that is left after <paramref name="elapsed"/>, from 0 to 1.</summary>
    public double Remaining(TimeSpan elapsed) => double.Exp2(-(elapsed / Length));

    /// <summary>
    /// log2(<paramref name="value"/>) + <paramref name="at"/> in half-lives since 1970. It stays constant while a value decays, so
    /// values written at different times can be compared without updating them.
    /// </summary>
    public double Score(double value, DateTimeOffset at) => Math.Log2(value) + (at - DateTimeOffset.UnixEpoch) / Length;

    /// <summary>Converts a <see cref="Score"/> back to the decayed value at a time.</summary>
    public double Value(double score, DateTimeOffset at) => double.Exp2(score - (at - DateTimeOffset.UnixEpoch) / Length);
}
