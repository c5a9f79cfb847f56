using NewsHub.Trending.Counting;

namespace NewsHub.Benchmarks.Quality;

/// <summary>A variant of <c>rising</c>, computed by the hub's own classes.</summary>
/// <param name="HasPrior">A new item starts with the mean value of the 20 best.</param>
internal sealed record RisingVariant(string Name, int Minutes, bool HasPrior)
{
    public HalfLife HalfLife { get; } = new(TimeSpan.FromMinutes(Minutes));

    public static IReadOnlyList<RisingVariant> All { get; } =
    [
        new("rising (20 min, prior)", 20, HasPrior: true),
        new("rising (30 min, prior)", 30, HasPrior: true),
        new("rising (60 min, prior)", 60, HasPrior: true),
        new("rising (20 min)", 20, HasPrior: false),
        new("rising before (15 min)", 15, HasPrior: false),
    ];

    /// <summary>The prior of an item that is new now: the mean value of the best items.</summary>
    public double MeanValue(IEnumerable<ItemHistory> items, int places, DateTimeOffset at)
    {
        var values = items.Select(item => HalfLife.Value(item.Score(this), at)).Where(value => value > 0).OrderDescending().Take(places).ToList();
        return values.Count == 0 ? 0 : values.Average();
    }
}
