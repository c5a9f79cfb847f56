using System.Text.Json;
using System.Threading.Channels;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using NewsHub.Trending.Fairness;
using NewsHub.Wire;

namespace NewsHub.Trending.Recording;

/// <summary>
/// Appends the events of counters to the file <see cref="TrendingOptions.RecordTo"/>, one line of JSON per event, for replay. Writing never
/// blocks a counter: events that do not fit in the queue are dropped, and the next line gives their number. If the file cannot be written,
/// recording ends and the hub goes on.
/// </summary>
internal sealed partial class TrendingLog(
    IOptions<TrendingOptions> options, IOptions<FairnessOptions> fairness, WallClock clock, ILogger<TrendingLog> logger) : BackgroundService
{
    /// <summary>10,000 events × about 1 KB = 10 MB; rarely more, as a batch of 10,000 readers takes 160 KB.</summary>
    private const int Capacity = 10_000;

    private readonly Channel<TrendingEvent> _events = Channel.CreateBounded<TrendingEvent>(new BoundedChannelOptions(Capacity) { SingleReader = true });
    private readonly string? _file = options.Value.RecordTo;
    private volatile bool _isEnabled = options.Value.RecordTo is not null;
    private long _missing;

    /// <summary>True when recording is enabled and has not failed.</summary>
    public bool IsEnabled => _isEnabled;

    /// <summary>Queues an event without waiting; drops it when the queue is full.</summary>
    public void Write(TrendingEvent trendingEvent)
    {
        if (IsEnabled && !_events.Writer.TryWrite(trendingEvent)) Interlocked.Increment(ref _missing);
    }

    public override Task StopAsync(CancellationToken cancellationToken)
    {
        _events.Writer.TryComplete();
        return ExecuteTask is null ? Task.CompletedTask : ExecuteTask.WaitAsync(cancellationToken);
    }

    // Ignores the stopping token: queued events are still written, and completing the channel ends the loop.
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (_file is null) return;
        try
        {
            await Record(_file);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            _isEnabled = false;
            LogRecordingEnded(failure, _file);
        }
    }

    private async Task Record(string path)
    {
        await using var file = new StreamWriter(path, append: true);
        await WriteLine(file, new TrendingEvent(clock.Now, Options: new RecordedOptions(options.Value.ReaderWeight, options.Value.ReactionWeight, fairness.Value, options.Value.Rising.HalfLife.Length.TotalSeconds)));
        while (await _events.Reader.WaitToReadAsync(CancellationToken.None))
        {
            while (_events.Reader.TryRead(out var trendingEvent))
            {
                if (Interlocked.Exchange(ref _missing, 0) is > 0 and var missing) trendingEvent = WithMissing(trendingEvent, missing);
                await WriteLine(file, trendingEvent);
            }
            await file.FlushAsync(CancellationToken.None);
        }
    }

    private TrendingEvent WithMissing(TrendingEvent trendingEvent, long missing)
    {
        LogEventsNotRecorded(missing, _file!);
        return trendingEvent with { Missing = missing };
    }

    private static Task WriteLine(StreamWriter file, TrendingEvent trendingEvent) =>
        file.WriteLineAsync(JsonSerializer.Serialize(trendingEvent, TrendingJson.Default.TrendingEvent));

    [LoggerMessage(3007, LogLevel.Error, "Recording to {File} failed and has ended; the file cannot be replayed beyond this point")]
    private partial void LogRecordingEnded(Exception failure, string file);

    [LoggerMessage(3003, LogLevel.Error, "{Missing} events were not recorded to {File} because the disk is too slow; the file cannot be replayed")]
    private partial void LogEventsNotRecorded(long missing, string file);
}
