namespace NewsHub.Wire;

/// <summary>The place of an article in lists: by date, and for the same date by the sequence of its first publication.</summary>
/// <param name="At">Milliseconds since 1970 in UTC.</param>
public readonly record struct ListPosition(long At, long Sequence)
{
    /// <summary>Later than every article.</summary>
    public static readonly ListPosition Newest = new(long.MaxValue, long.MaxValue);
}
