using System.Diagnostics;
using System.Globalization;
using System.Net;
using Xunit;

namespace NewsHub.EndToEndTests.Cluster;

/// <summary>
/// Machines in small: network namespaces of the kernel, each with an address and a line of its own to one switch, which this machine is
/// connected to as well. Needs root; it goes when the test does.
/// </summary>
/// <remarks>Addresses are of 198.18.0.0/15, which RFC 2544 keeps for trials: 198.18.N.1 is this machine, 198.18.N.11 the first seat.</remarks>
internal sealed class Network : IAsyncDisposable
{
    private const string Missing = "A network to cut needs root and the program ip: apt-get install -y iproute2";

    /// <summary>Nobody's: what is sent there is lost without a word, as on a broken line.</summary>
    private const string Nowhere = "02:00:00:00:00:99";

    private readonly int _subnet = Random.Shared.Next(1, 255);
    private readonly List<(Seat From, Seat To)> _cuts = [];

    private Network(int seats)
    {
        Switch = Name("sw");
        Seats = [.. Enumerable.Range(0, seats).Select(n => new Seat(Name($"n{n}"), Address(11 + n)))];
    }

    /// <summary>This machine's address, as the seats see it.</summary>
    public IPAddress Host => Address(1);

    public Seat[] Seats { get; }

    private string Switch { get; }

    /// <summary>Skips the test where there can be none; in CI that is a failure.</summary>
    public static void Require()
    {
        if (Environment.UserName == "root" && (File.Exists("/usr/sbin/ip") || File.Exists("/sbin/ip"))) return;
        Assert.False(Environment.GetEnvironmentVariable("CI") == "true", Missing);
        Skip.If(true, Missing);
    }

    public static async Task<Network> Build(int seats)
    {
        var network = new Network(seats);
        try
        {
            await network.Lay();
            return network;
        }
        catch
        {
            await network.DisposeAsync();
            throw;
        }
    }

    /// <summary>What either seat sends to the other is lost.</summary>
    public async Task Cut(int one, int other)
    {
        foreach (var (from, to) in new[] { (Seats[one], Seats[other]), (Seats[other], Seats[one]) })
        {
            await Ip($"-n {from.Name} neigh replace {to.Address} lladdr {Nowhere} dev eth0 nud permanent");
            _cuts.Add((from, to));
        }
    }

    /// <summary>Everybody reaches everybody again.</summary>
    public async Task Heal()
    {
        foreach (var (from, to) in _cuts) await Ip($"-n {from.Name} neigh del {to.Address} dev eth0");
        _cuts.Clear();
    }

    /// <summary>Takes down what there is of it: perhaps not all was laid.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (var seat in Seats)
            if (File.Exists($"/run/netns/{seat.Name}"))
                await Ip($"netns del {seat.Name}");
        if (Directory.Exists($"/sys/class/net/{Switch}")) await Ip($"link del {Switch}");
    }

    private async Task Lay()
    {
        await Ip($"link add {Switch} type bridge");
        await Ip($"addr add {Host}/24 dev {Switch}");
        await Ip($"link set {Switch} up");
        foreach (var seat in Seats)
        {
            await Ip($"netns add {seat.Name}");
            await Ip($"link add {seat.Name} type veth peer name eth0 netns {seat.Name}");
            await Ip($"link set {seat.Name} master {Switch} up");
            await Ip($"-n {seat.Name} addr add {seat.Address}/24 dev eth0");
            await Ip($"-n {seat.Name} link set lo up");
            await Ip($"-n {seat.Name} link set eth0 up");
        }
    }

    private static async Task Ip(string command)
    {
        using var process = Process.Start(new ProcessStartInfo("ip", command) { RedirectStandardError = true })!;
        var errors = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        if (process.ExitCode != 0) throw new InvalidOperationException($"ip {command} ended with {process.ExitCode}: {errors}");
    }

    private IPAddress Address(int last) => new([198, 18, (byte)_subnet, (byte)last]);

    /// <summary>At most 15 characters, as the kernel wants it.</summary>
    private string Name(string what) => string.Create(CultureInfo.InvariantCulture, $"nh{_subnet:x2}{what}");

    /// <param name="Name">Of the namespace, and of its line at the switch.</param>
    /// <param name="Address">At which all others reach it.</param>
    internal sealed record Seat(string Name, IPAddress Address)
    {
        /// <summary>A command that becomes another in there.</summary>
        public string[] Enter => ["ip", "netns", "exec", Name];
    }
}
