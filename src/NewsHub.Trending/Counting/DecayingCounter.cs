namespace NewsHub.Trending.Counting;

/// <summary>
/// A sum in which every weight halves once per half-life: forward exponential decay (Cormode, Shkapenyuk, Srivastava and Xu, ICDE 2009).
/// One number and one time, whatever was added; nothing has to be done while time passes.
/// </summary>
/// <param name="Value">The sum at <paramref name="At"/>.</param>
/// <param name="At">The latest time at which something was added.</param>
[GenerateSerializer, Immutable, Alias("trending.decaying")]
public readonly record struct DecayingCounter([property: Id(0)] double Value, [property: Id(1)] DateTimeOffset At)
{
    /// <summary>The counter with more in it. What comes late, from before <see cref="At"/>, has already decayed when it is added.</summary>
    public DecayingCounter Add(double weight, DateTimeOffset at, HalfLife halfLife)
    {
        if (Value == 0) return new DecayingCounter(weight, at);
        return at >= At
            ? new DecayingCounter(Value * halfLife.Remaining(at - At) + weight, at)
            : this with { Value = Value + weight * halfLife.Remaining(At - at) };
    }

    /// <summary>The counter with its time limited to <paramref name="now"/>: what a clock that ran ahead has written decays from now on.</summary>
    public DecayingCounter NotAfter(DateTimeOffset now) => At > now ? this with { At = now } : this;

    /// <summary>What is left at <paramref name="at"/>; before <see cref="At"/> what was there then at most.</summary>
    public double ValueAt(DateTimeOffset at, HalfLife halfLife) => at <= At ? Value : Value * halfLife.Remaining(at - At);

    /// <summary>The order of this counter among others of the same half-life; minus infinity while it is empty.</summary>
    public double Score(HalfLife halfLife) => halfLife.Score(Value, At);
}
