using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace NewsHub.Wire.Outputs;

/// <summary>Calls every output's grain every 5 seconds, so that it is activated again after its silo fails.</summary>
internal sealed partial class WireOutputKeeper(IEnumerable<IWireOutput> outputs, IGrainFactory grains, TimeProvider time, ILogger<WireOutputKeeper> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        do
        {
            foreach (var output in outputs) await KeepGoing(output.Name, stoppingToken);
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task KeepGoing(string name, CancellationToken stopping)
    {
        try
        {
            await grains.GetGrain<IWireOutputGrain>(name).KeepGoing();
        }
        catch (Exception failure) when (!stopping.IsCancellationRequested)
        {
            LogOutputNotReached(failure, name);
        }
    }

    [LoggerMessage(1041, LogLevel.Warning, "Output {Output} could not be reached; it is called again in 5 seconds")]
    private partial void LogOutputNotReached(Exception failure, string output);
}
