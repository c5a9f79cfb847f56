using System.Runtime.InteropServices;
using NewsHub.Traffic;
using NewsHub.Traffic.Cluster;
using NewsHub.Traffic.Hub;
using NewsHub.Traffic.Load;
using NewsHub.Traffic.Load.OpenPages;
using NewsHub.Traffic.Load.Soak;
using NewsHub.Traffic.Newsroom;
using NewsHub.Traffic.Reads;
using NewsHub.Traffic.Replay;

using var stop = new CancellationTokenSource();
void Stop(PosixSignalContext signal)
{
    // A second signal ends the program at once.
    signal.Cancel = !stop.IsCancellationRequested;
    stop.Cancel();
}

using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
try
{
    if (args is ["help" or "--help" or "-h", ..])
    {
        Console.WriteLine(Help.Text);
        return 0;
    }

    if (args is ["replay", .. var files]) return ReplayCommand.Run(files, Console.Out, Console.Error);
    var arguments = Arguments.Parse(args, defaultCommand: "newsroom");
    return await (arguments.Command switch
    {
        "newsroom" => NewsroomCommand.Run(arguments, TimeProvider.System, stop.Token),
        "load" => LoadCommand.Run(arguments, TimeProvider.System, stop.Token),
        "storm" => StormCommand.Run(arguments, TimeProvider.System, stop.Token),
        "stalled" => StalledCommand.Run(arguments, TimeProvider.System, stop.Token),
        "catch-up" => CatchUpCommand.Run(arguments, TimeProvider.System, stop.Token),
        "correction" => CorrectionCommand.Run(arguments, TimeProvider.System, stop.Token),
        "soak" => SoakCommand.Run(arguments, TimeProvider.System, stop.Token),
        "idle" => IdleCommand.Run(arguments, TimeProvider.System, stop.Token),
        "compare" => CompareCommand.Run(arguments, TimeProvider.System, stop.Token),
        "publish-load" => PublishLoadCommand.Run(arguments, TimeProvider.System, stop.Token),
        "cluster" => ClusterCommand.Run(arguments, TimeProvider.System, stop.Token),
        "reads" => ReadsCommand.Run(arguments, TimeProvider.System, stop.Token),
        var other => throw new UsageException($"There is no command '{other}'.\n\n{Help.Text}"),
    });
}
catch (Exception refusal) when (refusal is UsageException or HubException)
{
    Console.Error.WriteLine(refusal.Message);
    return 2;
}
catch (OperationCanceledException) when (stop.IsCancellationRequested)
{
    return 2;
}
