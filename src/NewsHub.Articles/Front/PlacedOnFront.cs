using Microsoft.Extensions.Logging;

namespace NewsHub.Articles.Front;

/// <summary>
/// What editors placed on the front page, for pages, which must not wait for the grain: at most one second old, or older when the grain does
/// not answer in time.
/// </summary>
public sealed partial class PlacedOnFront(IGrainFactory grains, TimeProvider time, ILogger<PlacedOnFront> logger)
{
    private static readonly TimeSpan Freshness = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan MaxWait = TimeSpan.FromMilliseconds(300);

    private volatile Reading _last = new(FrontPins.None, null);

    public async ValueTask<FrontPins> Get()
    {
        var last = _last;
        if (last.At is { } at && time.GetElapsedTime(at) < Freshness) return last.Pins;
        var now = time.GetTimestamp();
        var reading = last with { At = now };
        _last = reading; // others use the last reading meanwhile
        try
        {
            return (_last = new Reading(await grains.GetGrain<IFrontGrain>(0).Get().WaitAsync(MaxWait, time), now)).Pins;
        }
        catch (Exception failure)
        {
            LogNotRead(failure);
            return last.Pins;
        }
    }

    /// <summary>The next call reads again: this process has changed it.</summary>
    internal void Changed() => _last = _last with { At = null };

    private sealed record Reading(FrontPins Pins, long? At);

    [LoggerMessage(2030, LogLevel.Warning, "What editors placed on the front page could not be read in time; the last known is shown")]
    private partial void LogNotRead(Exception failure);
}
