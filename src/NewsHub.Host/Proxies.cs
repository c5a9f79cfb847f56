using System.Net;
using Microsoft.AspNetCore.HttpOverrides;
using IPNetwork = System.Net.IPNetwork;

namespace NewsHub.Host;

/// <summary>
/// Configures forwarded headers for the proxies in <c>NewsHub:TrustedProxies</c>: addresses or networks (<c>10.0.0.0/8</c>). By default no proxy
/// is trusted, not even on this machine: a client that could set <c>X-Forwarded-For</c> could count as any number of readers.
/// </summary>
internal static class Proxies
{
    public const string Setting = $"{HubOptions.Section}:TrustedProxies";

    public static void AddProxies(this WebApplicationBuilder builder)
    {
        var networks = (builder.Configuration.GetSection(Setting).Get<string[]>() ?? []).Select(Parse).ToArray();
        builder.Services.AddSingleton<ProxyWarning>();
        builder.Services.Configure<ForwardedHeadersOptions>(forwarded =>
        {
            forwarded.ForwardedHeaders = networks.Length > 0 ? ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto : ForwardedHeaders.None;
            forwarded.KnownProxies.Clear();
            forwarded.KnownIPNetworks.Clear();
            foreach (var network in networks) forwarded.KnownIPNetworks.Add(network);
        });
    }

    private static IPNetwork Parse(string text) =>
        IPNetwork.TryParse(text, out var network) ? network
        : IPAddress.TryParse(text, out var address) ? new IPNetwork(address, address.GetAddressBytes().Length * 8)
        : throw new InvalidOperationException($"{Setting} must hold addresses such as 10.0.0.5 or networks such as 10.0.0.0/8; {text} is neither.");
}
