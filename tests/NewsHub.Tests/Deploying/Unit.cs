namespace NewsHub.Tests.Deploying;

/// <summary>A systemd unit: settings by name, in the order in which they stand.</summary>
internal sealed class Unit(ILookup<string, string> settings)
{
    public static Unit Load() => new(Deployed.Read("systemd", "newshub.service").Split('\n')
        .Where(line => line.Contains('=') && !line.StartsWith('#'))
        .Select(line => line.Split('=', 2)).ToLookup(pair => pair[0], pair => pair[1]));

    public string this[string setting] => settings[setting].Single();

    public IEnumerable<string> Values(string setting) => settings[setting];
}
