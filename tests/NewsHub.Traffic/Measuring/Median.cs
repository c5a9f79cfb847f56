namespace NewsHub.Traffic.Measuring;

/// <summary>The middle one of some figures: what a single disturbed round cannot move.</summary>
public static class Median
{
    /// <summary>Of an even number the mean of the middle two; of none, not a number.</summary>
    public static double Of(IEnumerable<double> figures)
    {
        var sorted = figures.Order().ToArray();
        return sorted.Length is 0 ? double.NaN : (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }
}
