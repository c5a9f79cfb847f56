using System.Data.Common;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.Data.Sqlite;
using NewsHub.Tests.Api;
using NewsHub.Tests.Wire.Stores;
using NewsHub.Trending.Counting;
using Npgsql;
using Xunit;

namespace NewsHub.Tests.Trending;

/// <summary>A hub behind a proxy that reports the addresses of readers, started by the first test that uses it.</summary>
public abstract class ReactionHub : IAsyncLifetime
{
    public const int PerAddress = 32;
    public const int PerNetwork = 40;

    private HubProcess? _hub;

    private protected HubProcess Hub => _hub ?? throw new InvalidOperationException("The hub has not been started.");

    /// <summary>Additional settings of the hub.</summary>
    private protected abstract Task<(string Name, string Value)[]> Prepare();

    /// <summary>The hub's database.</summary>
    private protected abstract DbConnection Connect();

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        if (_hub is not null) await _hub.DisposeAsync();
    }

    /// <summary>Publishes an article and returns its id.</summary>
    public async Task<string> Publish()
    {
        if (_hub is null)
        {
            var hub = new HubProcess([
                ("NewsHub__TrustedProxies__0", "127.0.0.1"), ("NewsHub__Trending__Fairness__ReactionsPerNetwork", $"{PerNetwork}"), .. await Prepare(),
            ]);
            await hub.InitializeAsync();
            _hub = hub;
        }
        return await Hub.Create("""{"headline":"Ferry","section":"world","status":"published"}""");
    }

    /// <summary>The cookie that a browser without one gets when a page of the hub connects.</summary>
    public async Task<string> IssueCookie() => (await Eventually.Is(ConnectPage, cookie => cookie is not null))!.Split('=', ';')[1];

    private async Task<string?> ConnectPage()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/live/events") { Headers = { { "Sec-Fetch-Site", "same-origin" } } };
        using var response = await Hub.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        return response.Headers.TryGetValues("Set-Cookie", out var cookies) ? cookies.Single() : null;
    }

    public Task<ApiResponse> React(string article, string address, string? cookie = null, string agent = "Firefox", string method = "POST")
    {
        (string, string)[] reader = [("X-Forwarded-For", address), ("User-Agent", agent)];
        return Hub.Send(
            method, $"/api/articles/{article}/reactions", new { reaction = "veryGood" },
            headers: cookie is null ? reader : [.. reader, ("Cookie", $"{ReaderIdentifier.Cookie}={cookie}")]);
    }

    public async Task<HubConnection> OpenLive(string address, string? cookie = null)
    {
        var connection = new HubConnectionBuilder().WithUrl(new Uri(Hub.Address, "/live"), options =>
        {
            options.Headers["X-Forwarded-For"] = address;
            if (cookie is not null) options.Headers["Cookie"] = $"{ReaderIdentifier.Cookie}={cookie}";
        }).Build();
        await connection.StartAsync();
        return connection;
    }

    /// <summary>The number of reactions that readers see.</summary>
    public async Task<int> Shown(string article) => CountIn((await Hub.Get($"/api/articles/{article}/counts")).Expect(200).Json);

    public static int CountIn(JsonElement counts) => counts.GetProperty("reactions").TryGetProperty("veryGood", out var count) ? count.GetInt32() : 0;

    /// <summary>Stores a reaction as a version before hashes differed between articles did.</summary>
    public async Task StoreAsEarlierVersion(string article, string subject)
    {
        var state = Assert.Single(await Query("SELECT payload FROM grain_state WHERE grain_id LIKE 'readerkey/%'"))[0];
        var key = JsonDocument.Parse((byte[])state).RootElement.GetProperty("key").GetBytesFromBase64();
        var hash = BitConverter.ToInt64(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(subject)));
        await Query(FormattableString.Invariant($"INSERT INTO reactions (article_id, kind, reader) VALUES ('{article}', 'veryGood', {hash})"));
    }

    /// <summary>Runs a statement on the hub's database and returns its rows.</summary>
    public async Task<IReadOnlyList<object[]>> Query(string sql)
    {
        await using var connection = Connect();
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // the statements are written in the tests
        command.CommandText = sql;
#pragma warning restore CA2100
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<object[]>();
        while (await reader.ReadAsync())
        {
            var row = new object[reader.FieldCount];
            reader.GetValues(row);
            rows.Add(row);
        }
        return rows;
    }
}

public sealed class SqliteReactionHub : ReactionHub
{
    private protected override Task<(string Name, string Value)[]> Prepare() => Task.FromResult(Array.Empty<(string, string)>());

    private protected override DbConnection Connect() => new SqliteConnection($"Data Source={Path.Combine(Hub.DataDirectory, "newshub.db")};Pooling=False");
}

public sealed class PostgreSqlReactionHub(PostgreSqlFixture postgreSql) : ReactionHub
{
    private string _connectionString = "";

    private protected override async Task<(string Name, string Value)[]> Prepare()
    {
        _connectionString = await postgreSql.Server.CreateDatabase();
        return [("NewsHub__Store", "postgres"), ("NewsHub__SiloAddress", $"{IPAddress.Loopback}"), ("ConnectionStrings__NewsHub", _connectionString)];
    }

    private protected override DbConnection Connect() => new NpgsqlConnection(_connectionString);
}
