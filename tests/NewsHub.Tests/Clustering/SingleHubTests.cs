using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using NewsHub.Tests.Api;
using Orleans.Configuration;
using Xunit;

namespace NewsHub.Tests.Clustering;

/// <summary>No other program can talk to the Orleans ports of a hub on SQLite, not even on its machine.</summary>
[Trait("Category", "Slow")]
[Collection(SharedHub.Name)]
public sealed class SingleHubTests(HubProcess hub)
{
    private static readonly byte[] Greeting = "NewsHub1"u8.ToArray();

    [Fact]
    public async Task An_Orleans_client_cannot_connect()
    {
        using var client = new HostBuilder()
            .ConfigureLogging(logging => logging.ClearProviders())
            .UseOrleansClient(orleans => orleans.UseStaticClustering(new IPEndPoint(IPAddress.Loopback, hub.GatewayPort))
                .Configure<ClusterOptions>(cluster => (cluster.ServiceId, cluster.ClusterId) = ("newshub", "newshub"))
                .UseConnectionRetryFilter((_, _) => Task.FromResult(false)))
            .Build();

        await Assert.ThrowsAnyAsync<Exception>(() => client.StartAsync());

        Assert.Contains("connections did not prove the cluster's secret and were refused", hub.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_connection_that_does_not_greet_is_closed_without_an_answer(bool isSilo)
    {
        foreach (var sent in new[] { RandomNumberGenerator.GetBytes(100), "GET / HTTP/1.1\r\n\r\n"u8.ToArray(), [] })
        {
            using var connection = await Connect(isSilo);
            await connection.GetStream().WriteAsync(sent);

            Assert.Empty(await ReadToEnd(connection));
        }
    }

    [Fact]
    public async Task A_caller_that_does_not_know_the_secret_gets_a_nonce_and_a_refusal()
    {
        using var connection = await Connect(isSilo: true);
        var stream = connection.GetStream();
        await stream.WriteAsync((byte[])[.. Greeting, .. RandomNumberGenerator.GetBytes(32)]);
        var nonce = new byte[32];
        await stream.ReadExactlyAsync(nonce);
        await stream.WriteAsync(RandomNumberGenerator.GetBytes(32));

        Assert.Equal(new byte[33], await ReadToEnd(connection));
    }

    private async Task<TcpClient> Connect(bool isSilo)
    {
        var connection = new TcpClient();
        await connection.ConnectAsync(IPAddress.Loopback, isSilo ? hub.SiloPort : hub.GatewayPort);
        return connection;
    }

    /// <summary>Reads until the hub closes the connection, for at most half a minute.</summary>
    private static async Task<byte[]> ReadToEnd(TcpClient connection)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        using var content = new MemoryStream();
        try
        {
            await connection.GetStream().CopyToAsync(content, limit.Token);
        }
        catch (IOException)
        {
            // reset: bytes that the hub has not read were on their way
        }
        return content.ToArray();
    }
}
