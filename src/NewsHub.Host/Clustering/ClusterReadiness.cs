namespace NewsHub.Host.Clustering;

/// <summary>A gateway that starts first waits for a silo.</summary>
internal sealed partial class ClusterReadiness(TimeProvider time, ILogger<ClusterReadiness> logger) : IClientConnectionRetryFilter
{
    private static readonly TimeSpan PauseBeforeNextTry = TimeSpan.FromSeconds(1);

    public async Task<bool> ShouldRetryConnectionAttempt(Exception exception, CancellationToken cancellationToken)
    {
        LogWaitingForSilo(exception.Message);
        await Task.Delay(PauseBeforeNextTry, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return !cancellationToken.IsCancellationRequested;
    }

    [LoggerMessage(6001, LogLevel.Warning, "Waiting for a silo of the cluster: {Reason}")]
    private partial void LogWaitingForSilo(string reason);
}
