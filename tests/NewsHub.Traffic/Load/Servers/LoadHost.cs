using NewsHub.Traffic.Hub;

namespace NewsHub.Traffic.Load.Servers;

/// <summary>The hub that a command puts under load: one that runs, or with <c>--hub own</c> one that is built and started for it.</summary>
internal sealed class LoadHost(LoadTarget target, ServerProgram? own) : IAsyncDisposable
{
    public LoadTarget Target => target;

    /// <summary>The last of the command line to be read: options that nobody asked for are refused.</summary>
    /// <param name="settings">Of a hub that is started for it.</param>
    public static async Task<LoadHost> Open(
        Arguments arguments, TimeProvider time, CancellationToken stop, params (string Name, string Value)[] settings)
    {
        if (arguments.Text("hub") is "own")
        {
            arguments.RefuseOthers();
            await ServerProgram.Build("src/NewsHub.Host", stop);
            var (program, started) = await ServerProgram.StartHub(settings, time, stop);
            return new LoadHost(started, program);
        }

        var access = HubAccess.From(arguments);
        var processes = new ServerProcesses(ServerProcesses.Parse(arguments.Text("pid")));
        arguments.RefuseOthers();
        using (var api = new HubApi(access, time)) await api.MeetAsync(stop);
        return new LoadHost(new LoadTarget(access.Address, access.Key, processes), own: null);
    }

    public ValueTask DisposeAsync() => own?.DisposeAsync() ?? ValueTask.CompletedTask;
}
