using System.Text.Json;
using System.Threading.Channels;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using NewsHub.Trending.Fairness;
using NewsHub.Wire;

namespace NewsHub.Trending.Recording;

/// <summary>
/// Writes what happens to counters to the file of <see cref="TrendingOptions.RecordTo"/>, a line of JSON for each event, so that it can be
/// replayed. Nobody waits for it: events that do not fit are left out, and the file says so.
/// </summary>
public sealed partial class TrendingLog(
    IOptions<TrendingOptions> options, IOptions<FairnessOptions> fairness, WallClock clock, ILogger<TrendingLog> logger) : BackgroundService
{
    /// <summary>10,000 × about 1 KB, a batch of 10,000 readers 160 KB = 10 MB, and rarely more.</summary>
    private const int Capacity = 10_000;

    private readonly Channel<TrendingEvent> _events = Channel.CreateBounded<TrendingEvent>(new BoundedChannelOptions(Capacity) { SingleReader = true });
    private readonly string? _file = options.Value.RecordTo;
    private long _missing;

    /// <summary>Whether events are recorded at all.</summary>
    public bool IsOn => _file is not null;

    /// <summary>Takes an event. Never waits.</summary>
    public void Write(TrendingEvent happened)
    {
        if (IsOn && !_events.Writer.TryWrite(happened)) Interlocked.Increment(ref _missing);
    }

    public override Task StopAsync(CancellationToken cancellationToken)
    {
        _events.Writer.TryComplete();
        return ExecuteTask is null ? Task.CompletedTask : ExecuteTask.WaitAsync(cancellationToken);
    }

    // Without the token: what was taken is written, and the end of the channel ends the loop.
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (_file is null) return;
        await using var file = new StreamWriter(_file, append: true);
        await WriteLine(file, new TrendingEvent(clock.Now, Law: new RecordedOptions(options.Value.ReaderWeight, options.Value.ReactionWeight, fairness.Value)));
        while (await _events.Reader.WaitToReadAsync(CancellationToken.None))
        {
            while (_events.Reader.TryRead(out var happened))
            {
                if (Interlocked.Exchange(ref _missing, 0) is > 0 and var missing) happened = Miss(happened, missing);
                await WriteLine(file, happened);
            }
            await file.FlushAsync(CancellationToken.None);
        }
    }

    private TrendingEvent Miss(TrendingEvent happened, long missing)
    {
        LogEventsNotRecorded(missing, _file!);
        return happened with { Missing = missing };
    }

    private static Task WriteLine(StreamWriter file, TrendingEvent happened) =>
        file.WriteLineAsync(JsonSerializer.Serialize(happened, TrendingJson.Default.TrendingEvent));

    [LoggerMessage(3003, LogLevel.Error, "{Missing} events were not recorded to {File}: the disk is too slow; a replay will refuse the file")]
    private partial void LogEventsNotRecorded(long missing, string file);
}
