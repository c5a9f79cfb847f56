using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using NewsHub.Gateway.Connections;
using NewsHub.Gateway.Deliveries;

namespace NewsHub.Gateway.Draining;

/// <summary>
/// Sends the readers away before the process stops, while everything still works: nobody new comes in, readers are told to come back
/// within a spread of seconds, each at a moment of their own, and who is still here then is let go.
/// </summary>
/// <remarks>
/// A hub that closes everybody at once is met by all of them in the same second, and so is the hub that they turn to. The spread grows
/// with their number: <see cref="LiveOptions.DrainPerSecond"/> a second, for <see cref="LiveOptions.MaxDrainSeconds"/> at the most.
/// </remarks>
internal sealed partial class Drain(ConnectionLimiter limiter, IOptions<LiveOptions> options, TimeProvider time, ILogger<Drain> logger) : IHostedLifecycleService
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(100);

    /// <summary>After the last reader's moment, for closing.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromMilliseconds(500);

    /// <summary>Runs before the first of the hub's parts is stopped.</summary>
    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        limiter.Close();
        if (limiter.Count == 0) return;
        var seconds = Math.Min(options.Value.MaxDrainSeconds, (limiter.Count + options.Value.DrainPerSecond - 1) / options.Value.DrainPerSecond);
        if (seconds > 0) await MoveAll(seconds, cancellationToken);
        var late = limiter.Count;
        foreach (var lease in limiter.Inside) lease.Transport.Close();
        await Until(() => limiter.Count == 0, Grace, cancellationToken);
        LogDrained(late);
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private async Task MoveAll(int seconds, CancellationToken stopping)
    {
        LogDraining(limiter.Count, seconds);
        var move = new DeliveryBatch([Delivery.Reconnect(seconds)]);
        foreach (var lease in limiter.Inside)
            if (lease.Transport.IsOpen)
                lease.Outbox.Offer(move, 1);
        await Until(() => limiter.Count == 0, TimeSpan.FromSeconds(seconds) + Grace, stopping);
    }

    private async Task Until(Func<bool> isOver, TimeSpan patience, CancellationToken stopping)
    {
        var since = time.GetTimestamp();
        while (!isOver() && time.GetElapsedTime(since) < patience && !stopping.IsCancellationRequested)
            await Task.Delay(Look, time, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    [LoggerMessage(4003, LogLevel.Information, "{Readers} readers are asked to move within {Seconds} seconds")]
    private partial void LogDraining(int readers, int seconds);

    [LoggerMessage(4004, LogLevel.Information, "All readers are gone; {Late} had to be let go")]
    private partial void LogDrained(int late);
}
