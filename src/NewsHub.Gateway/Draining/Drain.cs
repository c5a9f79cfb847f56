using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using NewsHub.Gateway.Connections;
using NewsHub.Gateway.Deliveries;

namespace NewsHub.Gateway.Draining;

/// <summary>
/// Drains the connections before the process stops, while all services still run: refuses new connections, asks readers to reconnect, each at a
/// random time within a spread of seconds, and then closes the remaining connections.
/// </summary>
/// <remarks>
/// Closing all connections at once would make all readers reconnect within the same second. The spread grows with their number:
/// <see cref="LiveOptions.DrainPerSecond"/> per second, for at most <see cref="LiveOptions.MaxDrainSeconds"/>.
/// </remarks>
internal sealed partial class Drain(ConnectionLimiter limiter, IOptions<LiveOptions> options, TimeProvider time, ILogger<Drain> logger) : IHostedLifecycleService
{
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(100);

    /// <summary>Extra time for connections to close after the last reader was due to reconnect.</summary>
    private static readonly TimeSpan CloseGrace = TimeSpan.FromMilliseconds(500);

    /// <summary>Runs before any hosted service is stopped.</summary>
    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        limiter.Close();
        if (limiter.Count == 0) return;
        var seconds = Math.Min(options.Value.MaxDrainSeconds, (limiter.Count + options.Value.DrainPerSecond - 1) / options.Value.DrainPerSecond);
        if (seconds > 0) await ReconnectAll(seconds, cancellationToken);
        var remaining = limiter.Count;
        foreach (var lease in limiter.Leases) lease.Transport.Close();
        await WaitUntil(() => limiter.Count == 0, CloseGrace, cancellationToken);
        LogDrained(remaining);
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private async Task ReconnectAll(int seconds, CancellationToken stopping)
    {
        LogDraining(limiter.Count, seconds);
        var reconnect = new DeliveryBatch([Delivery.Reconnect(seconds)]);
        foreach (var lease in limiter.Leases)
            if (lease.Transport.IsOpen)
                lease.Outbox.Offer(reconnect, 1);
        await WaitUntil(() => limiter.Count == 0, TimeSpan.FromSeconds(seconds) + CloseGrace, stopping);
    }

    private async Task WaitUntil(Func<bool> isDone, TimeSpan timeout, CancellationToken stopping)
    {
        var startedAt = time.GetTimestamp();
        while (!isDone() && time.GetElapsedTime(startedAt) < timeout && !stopping.IsCancellationRequested)
            await Task.Delay(PollInterval, time, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    [LoggerMessage(4003, LogLevel.Information, "Draining: asked {Readers} readers to reconnect within {Seconds} seconds")]
    private partial void LogDraining(int readers, int seconds);

    [LoggerMessage(4004, LogLevel.Information, "Drained; {Remaining} connections were still open and were closed by the hub")]
    private partial void LogDrained(int remaining);
}
