using NewsHub.Trending.Ranking;

namespace NewsHub.Gateway.Reads;

/// <summary>
/// Estimates how often an article is read after being seen at a rank, from impressions and the reads that followed. The prior is a power law,
/// r^−0.62, fitted to two years of votes on the front page of Hacker News (10 % of them go to rank 1, 6 % to rank 2, 4.7 % to rank 3, 2.4 % to
/// rank 10).
/// </summary>
/// <remarks>Thread-safe.</remarks>
internal sealed class PositionCurve
{
    private const double Exponent = -0.62;

    /// <summary>Weight of the prior at each rank, in impressions.</summary>
    private const double PriorImpressions = 1_000;

    /// <summary>
    /// Reads a minute at which the correction has half its strength. It helps where much is read; where little is, the curve is not known well enough, and
    /// a correction would cost more clicks than it saves.
    /// </summary>
    private const double HalfStrength = 20;

    /// <summary>Minutes over which reads add up when they are halved every ten.</summary>
    private const double MinutesOfReads = 20;

    private readonly Lock _lock = new();
    private readonly double[] _impressions = new double[RankingBoard.Shown + 1];
    private readonly double[] _reads = new double[RankingBoard.Shown + 1];

    /// <summary>Counts an impression at a rank, 1 to <see cref="RankingBoard.Shown"/>.</summary>
    public void AddImpression(int rank)
    {
        lock (_lock) _impressions[rank]++;
    }

    /// <summary>Counts a read that followed an impression at the rank.</summary>
    public void AddRead(int rank)
    {
        lock (_lock) _reads[rank]++;
    }

    /// <summary>
    /// The weight of a read that followed an impression at a rank. At full strength it is the read rate of the last rank divided by that of this rank, at most
    /// 1: an article then gains the same from every rank, and the ranking does not reinforce itself. The strength is n/(n + 20) for n reads a minute.
    /// </summary>
    public double Weight(int rank)
    {
        lock (_lock) return 1 - Strength * (1 - Math.Min(1, Rate(RankingBoard.Shown) / Rate(rank)));
    }

    /// <summary>Halves all counts, because reading habits and pages change.</summary>
    public void Decay()
    {
        lock (_lock)
        {
            for (var rank = 1; rank <= RankingBoard.Shown; rank++)
            {
                _impressions[rank] /= 2;
                _reads[rank] /= 2;
            }
        }
    }

    private double Strength => _reads.Sum() / MinutesOfReads is var perMinute ? perMinute / (perMinute + HalfStrength) : 0;

    // Reads per impression. The prior gives the shape of the curve; the reads counted here give its scale.
    private double Rate(int rank)
    {
        var (reads, expectedReads) = (1.0, Shape(1));
        for (var r = 1; r <= RankingBoard.Shown; r++) (reads, expectedReads) = (reads + _reads[r], expectedReads + _impressions[r] * Shape(r));
        return (_reads[rank] + PriorImpressions * Shape(rank) * reads / expectedReads) / (_impressions[rank] + PriorImpressions);
    }

    private static double Shape(int rank) => Math.Pow(rank, Exponent);
}
