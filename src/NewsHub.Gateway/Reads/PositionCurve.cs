using NewsHub.Trending.Ranking;

namespace NewsHub.Gateway.Reads;

/// <summary>
/// How often an article is read for having been seen at a rank, learnt from what readers saw and then read. Until enough was seen it is what
/// such lists are known for: attention falls with rank as r^−0.62, fitted to two years of votes on the front page of Hacker News (10 % of
/// them go to rank 1, 6 % to rank 2, 4.7 % to rank 3, 2.4 % to rank 10).
/// </summary>
/// <remarks>Safe for any number of callers.</remarks>
public sealed class PositionCurve
{
    private const double Steepness = -0.62;

    /// <summary>What is known of such lists weighs as much as so many impressions at a rank.</summary>
    private const double Prior = 1_000;

    private readonly Lock _gate = new();
    private readonly double[] _seen = new double[RankingBoard.Shown + 1];
    private readonly double[] _read = new double[RankingBoard.Shown + 1];

    /// <summary>An article was seen at a rank, 1 to <see cref="RankingBoard.Shown"/>.</summary>
    public void Saw(int rank)
    {
        lock (_gate) _seen[rank]++;
    }

    /// <summary>Whoever saw it there has read it.</summary>
    public void Read(int rank)
    {
        lock (_gate) _read[rank]++;
    }

    /// <summary>
    /// What a read weighs that came of being seen at a rank: as much less as that rank brings more reads than the last one. An article then
    /// gains the same from every rank, and the list does not feed on itself.
    /// </summary>
    public double Weight(int rank)
    {
        lock (_gate) return Math.Min(1, Rate(RankingBoard.Shown) / Rate(rank));
    }

    /// <summary>Forgets half: habits and pages change.</summary>
    public void Age()
    {
        lock (_gate)
        {
            for (var rank = 1; rank <= RankingBoard.Shown; rank++)
            {
                _seen[rank] /= 2;
                _read[rank] /= 2;
            }
        }
    }

    // Reads per impression; what is known of such lists tells the shape, what was read here its height.
    private double Rate(int rank)
    {
        var (read, expected) = (1.0, Shape(1));
        for (var r = 1; r <= RankingBoard.Shown; r++) (read, expected) = (read + _read[r], expected + _seen[r] * Shape(r));
        return (_read[rank] + Prior * Shape(rank) * read / expected) / (_seen[rank] + Prior);
    }

    private static double Shape(int rank) => Math.Pow(rank, Steepness);
}
