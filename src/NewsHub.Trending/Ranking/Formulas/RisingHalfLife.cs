using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using NewsHub.Trending.Counting;
using NewsHub.Trending.Recording;
using NewsHub.Wire;

namespace NewsHub.Trending.Ranking.Formulas;

/// <summary>
/// Chooses the half-life of <c>rising</c> by how much is read, when the options leave it open: a site with few readers needs a longer memory to tell
/// its articles apart. Each process decides for itself from the ranking that all share.
/// </summary>
internal sealed partial class RisingHalfLife(
    RankingFormulas formulas, RankingCache rankings, IOptions<TrendingOptions> options, TrendingLog log, WallClock clock, TimeProvider time, ILogger<RisingHalfLife> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    /// <summary>A threshold must be passed by this share, so that the choice does not alternate.</summary>
    private const double Margin = 0.2;

    private static readonly (double MinMean, HalfLife HalfLife)[] Steps =
    [
        (5, Minutes(20)), (1, Minutes(30)), (0, Minutes(60)),
    ];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (options.Value.RisingMinutes is not null) return;
        using var timer = new PeriodicTimer(Interval, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken)) await Update();
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
        }
    }

    /// <summary>The half-life for a mean value of the shown places, in counted readers at a half-life of 20 minutes.</summary>
    internal static HalfLife Choose(double mean, HalfLife current)
    {
        for (var step = 0; step < Steps.Length; step++)
            if (mean >= Steps[step].MinMean * (Steps[step].HalfLife.Length < current.Length ? 1 + Margin : 1 - Margin))
                return Steps[step].HalfLife;
        return Steps[^1].HalfLife;
    }

    private async Task Update()
    {
        var formula = formulas.Find(RankingFormula.Rising.Name)!;
        if (await rankings.Find(formula.Name) is not { Entries.Count: > 0 } shown) return;
        // The same number of readers gives a value that grows with the half-life.
        var mean = shown.MeanValue(clock.Now, formula.HalfLife) * (Steps[0].HalfLife.Length / formula.HalfLife.Length);
        if (Choose(mean, formula.HalfLife) is var chosen && chosen == formula.HalfLife) return;
        formulas.Use(formula with { HalfLife = chosen });
        if (log.IsEnabled) log.Write(new TrendingEvent(clock.Now, HalfLifeSeconds: chosen.Length.TotalSeconds));
        LogChosen(chosen.Length.TotalMinutes, mean);
    }

    private static HalfLife Minutes(int minutes) => new(TimeSpan.FromMinutes(minutes));

    [LoggerMessage(3011, LogLevel.Information, "The half-life of rising is now {Minutes} minutes: the shown places have {Mean:0.0} readers on average")]
    private partial void LogChosen(double minutes, double mean);
}
