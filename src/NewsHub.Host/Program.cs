using NewsHub.Host;
using NewsHub.Host.Commands;
using NewsHub.Host.Startup;

try
{
    return args switch
    {
        [MigrateCommand.Name, .. var migration] => await MigrateCommand.Run(migration),
        [RestoreCommand.Name, .. var restoration] => await RestoreCommand.Run(restoration),
        _ => await RunHub(args),
    };
}
catch (Exception failure) when (!HubStart.IsStarted)
{
    return HubStart.Report(failure);
}

static async Task<int> RunHub(string[] args)
{
    await using var app = HubApplication.Build(args);
    await HubStart.Run(app);
    await HubStart.WaitForStop(app);
    return Environment.ExitCode;
}
