using NewsHub.Traffic.Hub;

namespace NewsHub.Traffic.Load.Servers;

/// <summary>The hub under load: a running one, or with <c>--hub own</c> one that is built and started for the run.</summary>
internal sealed class LoadHost(LoadTarget target, ServerProgram? own) : IAsyncDisposable
{
    public LoadTarget Target => target;

    /// <summary>Connects to or starts the hub. Call it after all options are read, because it rejects unknown ones.</summary>
    /// <param name="settings">Settings of a hub that is started for the run.</param>
    public static async Task<LoadHost> Open(
        Arguments arguments, TimeProvider time, CancellationToken stop, params (string Name, string Value)[] settings)
    {
        if (arguments.Text("hub") is "own")
        {
            arguments.RejectUnknown();
            await ServerProgram.Build("src/NewsHub.Host", stop);
            var (program, started) = await ServerProgram.StartHub(settings, time, stop);
            return new LoadHost(started, program);
        }

        var access = HubAccess.From(arguments);
        var processes = new ServerProcesses(ServerProcesses.Parse(arguments.Text("pid")));
        arguments.RejectUnknown();
        using (var api = new HubApi(access, time)) await api.EnsureReadyAsync(stop);
        return new LoadHost(new LoadTarget(access.Address, access.Key, processes), own: null);
    }

    public ValueTask DisposeAsync() => own?.DisposeAsync() ?? ValueTask.CompletedTask;
}
