using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using NewsHub.Host;
using Xunit;

namespace NewsHub.Tests.Deploying;

/// <summary>The services of <c>compose.yaml</c> are consistent with each other, the proxy and the program.</summary>
public sealed partial class ComposeTests
{
    private static readonly string[] Hubs = ["hub1", "hub2", "hub3"];

    private readonly JsonNode _compose = DeployFiles.Yaml("compose.yaml");

    private JsonNode Services => _compose["services"]!;

    [Fact]
    public void Compose_has_three_hubs_a_database_and_a_proxy_that_routes_to_all_hubs()
    {
        Assert.Equal([.. Hubs, "proxy", "db"], Services.Names());
        var upstreams = Upstreams().Matches(DeployFiles.Read("nginx", "nginx.conf")).Select(match => match.Groups[1].Value.Split("server ").Skip(1).Select(line => line.Split(' ')[0]));
        var port = new Uri(Environments.Of("compose")["ASPNETCORE_URLS"].Replace('+', '0')).Port;
        Assert.NotEmpty(upstreams);
        Assert.All(upstreams, servers => Assert.Equal(Hubs.Select(hub => $"{hub}:{port}"), servers));
        Assert.Superset(Hubs.ToHashSet(), Services["proxy"]!["depends_on"].Texts().ToHashSet());
    }

    [Fact]
    public void Stop_grace_period_exceeds_the_shutdown_timeout()
    {
        foreach (var hub in Hubs)
        {
            var seconds = Services[hub]!["stop_grace_period"]!.ToString();
            Assert.True(int.Parse(seconds.TrimEnd('s'), CultureInfo.InvariantCulture) > ServerSetup.ShutdownTimeout.TotalSeconds, seconds);
        }
    }

    [Fact]
    public void Hubs_and_database_have_health_checks_and_restart()
    {
        Assert.NotEmpty(Services["db"]!["healthcheck"]!["test"].Texts());
        Assert.NotEmpty(Dockerfile.Load().Last.Instruction("HEALTHCHECK"));
        Assert.All(Services.Names(), service => Assert.Equal("always", Services[service]!["restart"]?.ToString()));
    }

    [Fact]
    public void Only_the_proxy_publishes_ports_and_only_hubs_reach_the_database()
    {
        Assert.All(Services.Names(), service => Assert.Equal(service == "proxy", Services[service]!["ports"] is not null));
        Assert.Equal("true", _compose["networks"]!["cluster"]!["internal"]!.ToString());
        Assert.Equal(["cluster"], Services["db"]!["networks"].Texts());
        Assert.Equal(["front"], Services["proxy"]!["networks"].Texts());
        Assert.All(Hubs, hub => Assert.Equal(["cluster", "front"], Services[hub]!["networks"].Texts().Order()));
    }

    [Fact]
    public void Hubs_trust_only_the_network_of_the_proxy()
    {
        var front = _compose["networks"]!["front"]!["ipam"]!["config"]![0]!["subnet"]!.ToString();

        Assert.Equal([front], Environments.Of("compose").Where(pair => pair.Key.StartsWith("NewsHub__TrustedProxies", StringComparison.Ordinal)).Select(pair => pair.Value));
        Assert.True(IPNetwork.TryParse(front, out _), front);
    }

    [Fact]
    public void Secrets_come_from_required_variables()
    {
        string?[] secrets =
        [
            .. Hubs.SelectMany(hub => new[] { "ConnectionStrings__NewsHub", "NewsHub__AdminKey", "NewsHub__Cluster__Secret" }.Select(name => Services[hub]!["environment"]![name]?.ToString())),
            Services["db"]!["environment"]!["POSTGRES_PASSWORD"]?.ToString(),
        ];

        Assert.All(secrets, secret => Assert.Matches(@"^(.*Password=)?\$\{[A-Z_]+:\?[^}]+\}$", secret));
    }

    [Fact]
    public void Mounted_volumes_and_files_exist()
    {
        var volumes = _compose["volumes"].Names();

        foreach (var service in Services.Names())
            foreach (var source in Services[service]!["volumes"].Texts().Select(volume => volume.Split(':')[0]))
                Assert.True(volumes.Contains(source) || File.Exists(DeployFiles.PathOf(source)), $"{service} mounts {source}.");
        Assert.All(Hubs, hub => Assert.Equal($"{hub}:{Environments.Of("compose")["NewsHub__DataDirectory"]}", Assert.Single(Services[hub]!["volumes"].Texts())));
    }

    [GeneratedRegex(@"upstream \w+ \{(.*?)\}", RegexOptions.Singleline)]
    private static partial Regex Upstreams();
}
