namespace NewsHub.Host.Clustering;

/// <summary>Retries the connection to the cluster every second, so that a gateway may start before the first silo.</summary>
internal sealed partial class ClusterReadiness(TimeProvider time, ILogger<ClusterReadiness> logger) : IClientConnectionRetryFilter
{
    private static readonly TimeSpan RetryDelay = TimeSpan.FromSeconds(1);

    public async Task<bool> ShouldRetryConnectionAttempt(Exception exception, CancellationToken cancellationToken)
    {
        LogWaitingForSilo(exception.Message);
        await Task.Delay(RetryDelay, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return !cancellationToken.IsCancellationRequested;
    }

    [LoggerMessage(6001, LogLevel.Warning, "Waiting for a silo of the cluster: {Reason}")]
    private partial void LogWaitingForSilo(string reason);
}
