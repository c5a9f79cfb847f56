namespace NewsHub.Traffic.Measuring;

/// <summary>The median, which a single disturbed round does not change much.</summary>
public static class Median
{
    /// <summary>For an even count the mean of the middle two; NaN for an empty sequence.</summary>
    public static double Of(IEnumerable<double> figures)
    {
        var sorted = figures.Order().ToArray();
        return sorted.Length is 0 ? double.NaN : (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }
}
