using System.Net;
using System.Net.Sockets;
using NewsHub.EndToEndTests.Cluster;
using Xunit;

namespace NewsHub.EndToEndTests;

/// <summary>A hub that cannot start exits with code 1 and says why in one line.</summary>
public sealed class StartRefusalTests : IDisposable
{
    private readonly TemporaryDirectory _data = new();

    public void Dispose() => _data.Dispose();

    [Theory]
    [InlineData("NewsHub:Store must be sqlite or postgres", "NewsHub:Store", "oracle")]
    [InlineData("ConnectionStrings:NewsHub must say where it is", "NewsHub:Store", "postgres")]
    [InlineData("NewsHub:Store must be postgres", "NewsHub:Roles", "silo")]
    [InlineData("NewsHub:Roles must be silo, gateway or both", "NewsHub:Roles", "reader")]
    [InlineData("NewsHub:SiloAddress must be an IP address", "NewsHub:SiloAddress", "hub.example")]
    [InlineData("NewsHub:ProbeSeconds must be from 1 to 60", "NewsHub:ProbeSeconds", "0")]
    [InlineData("'abc' at 'NewsHub:SiloPort'", "NewsHub:SiloPort", "abc")]
    [InlineData("NewsHub:Live:MaxTopics must be from", "NewsHub:Live:MaxTopics", "0")]
    [InlineData("NewsHub:AdminKey must have 16 to 256 characters", "NewsHub:AdminKey", "short")]
    [InlineData("NewsHub:DataDirectory /dev/null/data cannot be created", "NewsHub:DataDirectory", "/dev/null/data")]
    [InlineData("/nowhere.pem", "Kestrel:Certificates:Default:Path", "/nowhere.pem", "urls", "https://127.0.0.1:0")]
    [InlineData("'nonsense'", "urls", "nonsense")]
    public async Task Invalid_setting(string reason, params string[] settings)
    {
        await using var hub = HubProcess.With(_data.Path, [.. settings.Chunk(2).Select(pair => (pair[0], pair[1]))]);

        await ExpectRefusal(hub, reason);
    }

    [Fact]
    public async Task Data_directory_of_a_running_hub()
    {
        await using var first = HubProcess.On(_data.Path);
        await first.Start();
        await using var second = HubProcess.On(_data.Path);

        await ExpectRefusal(second, $"Another hub works in {_data.Path}");
        using var newsroom = first.OpenNewsroom();
        await newsroom.Publish("The first hub still serves");
    }

    [Fact]
    public async Task File_that_is_not_a_database()
    {
        await File.WriteAllTextAsync(Path.Combine(_data.Path, "newshub.db"), new string('x', 4_096));
        await using var hub = HubProcess.On(_data.Path);

        await ExpectRefusal(hub, "file is not a database");
    }

    [Fact]
    public async Task Port_that_is_in_use()
    {
        using var taken = Listen();
        await using var hub = HubProcess.With(_data.Path, ("urls", $"http://{taken.LocalEndpoint}"));

        await ExpectRefusal(hub, $"The hub cannot listen on http://{taken.LocalEndpoint} (urls)");
        Assert.Empty(Directory.EnumerateFiles(_data.Path));
    }

    [Fact]
    public async Task Port_of_a_configured_endpoint_that_is_in_use()
    {
        using var taken = Listen();
        await using var hub = HubProcess.With(_data.Path, ("Kestrel:Endpoints:one:Url", $"http://{taken.LocalEndpoint}"));

        await ExpectRefusal(hub, $"The hub cannot listen on http://{taken.LocalEndpoint}");
    }

    [SkippableTheory]
    [InlineData("NewsHub:SiloPort"), InlineData("NewsHub:GatewayPort")]
    public async Task Orleans_port_of_another_hub_of_the_cluster(string setting)
    {
        var port = FreePorts.Take(1)[0].ToString(System.Globalization.CultureInfo.InvariantCulture);
        await using var cluster = await HubCluster.Prepare([(setting, port)], [(setting, port)]);
        await cluster.Hubs[0].Start();

        await ExpectRefusal(cluster.Hubs[1], $"The hub cannot listen on 127.0.0.1:{port} ({setting})");
    }

    [Fact]
    public async Task Hubs_of_one_machine_need_no_Orleans_port()
    {
        using var other = new TemporaryDirectory();
        await using var first = HubProcess.WithoutOrleansPorts(_data.Path);
        await using var second = HubProcess.WithoutOrleansPorts(other.Path);

        await Task.WhenAll(first.Start(), second.Start());

        foreach (var hub in (HubProcess[])[first, second])
        {
            using var newsroom = hub.OpenNewsroom();
            Assert.EndsWith(".1", (await newsroom.Publish("Each has its own wire")).Cursor, StringComparison.Ordinal);
        }
    }

    private static async Task ExpectRefusal(HubProcess hub, string reason)
    {
        Assert.Equal(1, await hub.StartExpectingExit());

        var errors = hub.Output.Split('\n').Where(line => !line.Contains(" info: ", StringComparison.Ordinal) && line.Length > 0).ToArray();
        Assert.Contains(reason, Assert.Single(errors), StringComparison.Ordinal);
        Assert.StartsWith("NewsHub cannot start: ", errors[0], StringComparison.Ordinal);
    }

    private static TcpListener Listen()
    {
        var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return listener;
    }
}
