namespace NewsHub.Host.Clustering;

/// <summary>Warns once, at the start, that any program can act as a hub of the cluster.</summary>
internal sealed partial class OpenClusterWarning(ILogger<OpenClusterWarning> logger) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        LogOpenCluster();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    [LoggerMessage(6005, LogLevel.Warning, "NewsHub:Cluster:Secret is not set: any program that reaches the ports of Orleans has full control of the cluster")]
    private partial void LogOpenCluster();
}
