namespace NewsHub.Tests.Deploying;

/// <summary>The settings of the systemd unit, by name and in file order.</summary>
internal sealed class SystemdUnit(ILookup<string, string> settings)
{
    public static SystemdUnit Load() => new(DeployFiles.Read("systemd", "newshub.service").Split('\n')
        .Where(line => line.Contains('=') && !line.StartsWith('#'))
        .Select(line => line.Split('=', 2)).ToLookup(pair => pair[0], pair => pair[1]));

    public string this[string setting] => settings[setting].Single();

    public IEnumerable<string> Values(string setting) => settings[setting];
}
