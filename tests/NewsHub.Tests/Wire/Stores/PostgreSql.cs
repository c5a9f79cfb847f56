using NewsHub.TestDatabase;
using Xunit;

namespace NewsHub.Tests.Wire.Stores;

/// <summary>One server for all tests that need one.</summary>
public sealed class PostgreSql : IAsyncLifetime
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

    /// <summary>Skips the test where PostgreSQL is missing; in CI that is a failure.</summary>
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

/// <summary>Tests that share the server; they run one after another.</summary>
[CollectionDefinition(Name)]
public sealed class OnPostgreSql : ICollectionFixture<PostgreSql>
{
    public const string Name = "on PostgreSQL";
}
