namespace NewsHub.Trending.Counting;

/// <summary>
/// A sum in which every weight halves once per half-life: forward exponential decay (Cormode, Shkapenyuk, Srivastava and Xu, ICDE 2009).
/// Holds one number and one time, regardless of the number of additions, and needs no work as time passes.
/// </summary>
/// <param name="Value">The sum at <paramref name="At"/>.</param>
/// <param name="At">The latest time at which something was added.</param>
[GenerateSerializer, Immutable, Alias("trending.decaying")]
public readonly record struct DecayingCounter([property: Id(0)] double Value, [property: Id(1)] DateTimeOffset At)
{
    /// <summary>Returns the counter with a weight added. A weight from before <see cref="At"/> is decayed before it is added.</summary>
    public DecayingCounter Add(double weight, DateTimeOffset at, HalfLife halfLife)
    {
        if (Value == 0) return new DecayingCounter(weight, at);
        return at >= At
            ? new DecayingCounter(Value * halfLife.Remaining(at - At) + weight, at)
            : this with { Value = Value + weight * halfLife.Remaining(At - at) };
    }

    /// <summary>
    /// Returns the counter with its time limited to <paramref name="now"/>, so that a value written by a clock that ran ahead decays from now on.
    /// </summary>
    public DecayingCounter NotAfter(DateTimeOffset now) => At > now ? this with { At = now } : this;

    /// <summary>
    /// The decayed value at <paramref name="at"/>; for a time before <see cref="At"/> the value at <see cref="At"/>, without decay.
    /// </summary>
    public double ValueAt(DateTimeOffset at, HalfLife halfLife) => at <= At ? Value : Value * halfLife.Remaining(at - At);

    /// <summary>The score by which counters of the same half-life are ordered; negative infinity when the counter is empty.</summary>
    public double Score(HalfLife halfLife) => halfLife.Score(Value, At);
}
