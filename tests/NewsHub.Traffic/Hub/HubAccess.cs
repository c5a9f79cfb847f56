namespace NewsHub.Traffic.Hub;

/// <summary>Where the hub is, and the key that opens its API.</summary>
internal sealed record HubAccess(Uri Address, string Key)
{
    /// <summary>
    /// From <c>--hub</c>, and <c>--key</c>, else the environment's NEWSHUB_KEY, else the file that the hub wrote at its first start into
    /// <c>--data</c>.
    /// </summary>
    public static HubAccess From(Arguments arguments)
    {
        var text = arguments.Text("hub") ?? "http://localhost:8080";
        if (!Uri.TryCreate(text, UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https"))
            throw new UsageException($"--hub is an address such as http://localhost:8080, not '{text}'.");

        var file = Path.Combine(arguments.Text("data") ?? "data", "admin.key");
        var key = arguments.Text("key") ?? Environment.GetEnvironmentVariable("NEWSHUB_KEY") ?? (File.Exists(file) ? File.ReadAllText(file) : null);
        return key is null
            ? throw new UsageException($"No key: give --key, set NEWSHUB_KEY, or point --data at the hub's data directory (there is no {file}).")
            : new HubAccess(address, key.Trim());
    }
}
