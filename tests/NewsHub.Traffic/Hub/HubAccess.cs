namespace NewsHub.Traffic.Hub;

/// <summary>The address of a hub and an API key.</summary>
internal sealed record HubAccess(Uri Address, string Key)
{
    /// <summary>
    /// Reads the address from <c>--hub</c> and the key from <c>--key</c>, else from the environment variable NEWSHUB_KEY, else from the file
    /// admin.key in <c>--data</c>, which the hub writes at its first start.
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
