using NewsHub.TestServers;
using Xunit;

namespace NewsHub.Tests.Wire.Stores;

/// <summary>The PostgreSQL server shared by all tests in <see cref="SharedPostgreSql"/>.</summary>
public sealed class PostgreSqlFixture : IAsyncLifetime
{
    private PostgreSqlServer? _server;

    public PostgreSqlServer Server
    {
        get
        {
            Require();
            return _server!;
        }
    }

    /// <summary>Skips the test if PostgreSQL is missing; in CI, fails it.</summary>
    public static void Require()
    {
        if (PostgreSqlPrograms.Directory is not null) return;
        Assert.False(Environment.GetEnvironmentVariable("CI") == "true", PostgreSqlPrograms.Missing);
        Skip.If(true, PostgreSqlPrograms.Missing);
    }

    public async Task InitializeAsync()
    {
        if (PostgreSqlPrograms.Directory is not null) _server = await PostgreSqlServer.StartFresh();
    }

    public async Task DisposeAsync()
    {
        if (_server is not null) await _server.DisposeAsync();
    }
}

/// <summary>Tests that share the server and run sequentially.</summary>
[CollectionDefinition(Name)]
public sealed class SharedPostgreSql : ICollectionFixture<PostgreSqlFixture>
{
    public const string Name = "on PostgreSQL";
}
