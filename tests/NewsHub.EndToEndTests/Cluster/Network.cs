using System.Diagnostics;
using System.Globalization;
using System.Net;
using Xunit;

namespace NewsHub.EndToEndTests.Cluster;

/// <summary>
/// Simulates machines by network namespaces. Each has an address and a link to one bridge, which this machine is connected to as well.
/// Needs root; removed on dispose.
/// </summary>
/// <remarks>Addresses are from 198.18.0.0/15, reserved for benchmarks by RFC 2544: 198.18.N.1 is this machine, 198.18.N.11 the first node.</remarks>
internal sealed class Network : IAsyncDisposable
{
    private const string MissingMessage = "A simulated network needs root and iproute2: apt-get install -y iproute2";

    /// <summary>An unused MAC address: packets sent to it are lost silently.</summary>
    private const string UnusedMac = "02:00:00:00:00:99";

    private readonly int _subnet = Random.Shared.Next(1, 255);
    private readonly List<(Node From, Node To)> _partitions = [];

    private Network(int nodes)
    {
        Switch = Name("sw");
        Nodes = [.. Enumerable.Range(0, nodes).Select(n => new Node(Name($"n{n}"), Address(11 + n)))];
    }

    /// <summary>The address at which the nodes reach this machine.</summary>
    public IPAddress Host => Address(1);

    public Node[] Nodes { get; }

    private string Switch { get; }

    /// <summary>Skips the test where namespaces are not available; fails it in CI.</summary>
    public static void Require()
    {
        if (Environment.UserName == "root" && (File.Exists("/usr/sbin/ip") || File.Exists("/sbin/ip"))) return;
        Assert.False(Environment.GetEnvironmentVariable("CI") == "true", MissingMessage);
        Skip.If(true, MissingMessage);
    }

    public static async Task<Network> Create(int nodes)
    {
        var network = new Network(nodes);
        try
        {
            await network.SetUp();
            return network;
        }
        catch
        {
            await network.DisposeAsync();
            throw;
        }
    }

    /// <summary>Drops all packets between two nodes, in both directions.</summary>
    public async Task Partition(int one, int other)
    {
        foreach (var (from, to) in new[] { (Nodes[one], Nodes[other]), (Nodes[other], Nodes[one]) })
        {
            await Ip($"-n {from.Name} neigh replace {to.Address} lladdr {UnusedMac} dev eth0 nud permanent");
            _partitions.Add((from, to));
        }
    }

    /// <summary>Restores all connections.</summary>
    public async Task Heal()
    {
        foreach (var (from, to) in _partitions) await Ip($"-n {from.Name} neigh del {to.Address} dev eth0");
        _partitions.Clear();
    }

    /// <summary>Removes suffix exists, which may be only a part after a failed setup.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (var node in Nodes)
            if (File.Exists($"/run/netns/{node.Name}"))
                await Ip($"netns del {node.Name}");
        if (Directory.Exists($"/sys/class/net/{Switch}")) await Ip($"link del {Switch}");
    }

    private async Task SetUp()
    {
        await Ip($"link add {Switch} type bridge");
        await Ip($"addr add {Host}/24 dev {Switch}");
        await Ip($"link set {Switch} up");
        foreach (var node in Nodes)
        {
            await Ip($"netns add {node.Name}");
            await Ip($"link add {node.Name} type veth peer name eth0 netns {node.Name}");
            await Ip($"link set {node.Name} master {Switch} up");
            await Ip($"-n {node.Name} addr add {node.Address}/24 dev eth0");
            await Ip($"-n {node.Name} link set lo up");
            await Ip($"-n {node.Name} link set eth0 up");
        }
    }

    private static async Task Ip(string command)
    {
        using var process = Process.Start(new ProcessStartInfo("ip", command) { RedirectStandardError = true })!;
        var errors = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        if (process.ExitCode != 0) throw new InvalidOperationException($"ip {command} exited with code {process.ExitCode}: {errors}");
    }

    private IPAddress Address(int lastByte) => new([198, 18, (byte)_subnet, (byte)lastByte]);

    /// <summary>Interface names have at most 15 characters.</summary>
    private string Name(string suffix) => string.Create(CultureInfo.InvariantCulture, $"nh{_subnet:x2}{suffix}");

    /// <param name="Name">Name of the namespace and of its interface at the bridge.</param>
    /// <param name="Address">Address at which the other nodes reach it.</param>
    internal sealed record Node(string Name, IPAddress Address)
    {
        /// <summary>Command prefix that runs a program in this namespace.</summary>
        public string[] CommandPrefix => ["ip", "netns", "exec", Name];
    }
}
