using NewsHub.Traffic.Load.Servers;

namespace NewsHub.Traffic.Cluster;

/// <summary>Hubs of this repository on one PostgreSQL database, started for a measurement.</summary>
internal sealed class HubGroup(string connectionString, TimeProvider time) : IAsyncDisposable
{
    private readonly string _key = $"traffic-{Guid.NewGuid():N}";
    private readonly List<(ServerProgram Program, LoadTarget Target)> _hubs = [];

    /// <summary>All hubs; commands are sent to each in turn.</summary>
    public LoadTarget Target => Of(_hubs);

    /// <summary>Starts one more hub; returns when it is ready.</summary>
    public async Task StartOne(CancellationToken stop) => _hubs.Add(await ServerProgram.StartHub(
        [("NewsHub:Store", "postgres"), ("ConnectionStrings:NewsHub", connectionString), ("NewsHub:AdminKey", _key)], time, stop));

    /// <summary>Kills the oldest hub with SIGKILL.</summary>
    /// <returns>The remaining hubs.</returns>
    public async Task<LoadTarget> KillOne()
    {
        var (program, _) = _hubs[0];
        _hubs.RemoveAt(0);
        await program.DisposeAsync();
        return Target;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var (program, _) in _hubs) await program.DisposeAsync();
    }

    private LoadTarget Of(List<(ServerProgram Program, LoadTarget Target)> hubs) =>
        new(hubs[0].Target.Address, _key, new ServerProcesses([.. hubs.SelectMany(hub => hub.Target.Processes.Ids)]))
        {
            Endpoints = [.. hubs.Select(hub => hub.Target.Address)],
        };
}
