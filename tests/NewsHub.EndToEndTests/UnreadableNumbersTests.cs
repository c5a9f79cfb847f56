using Microsoft.Data.Sqlite;
using Xunit;

namespace NewsHub.EndToEndTests;

/// <summary>Counters and rankings that cannot be read do not keep news from readers.</summary>
public sealed class UnreadableNumbersTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task Subscription_with_unreadable_counts_and_rankings_gets_its_news()
    {
        await using var hub = HubProcess.On(_directory.Path);
        await hub.Start();
        using var newsroom = hub.OpenNewsroom();
        var first = await newsroom.Publish("Counted");
        using (var read = await newsroom.Http.PostAsync($"/api/articles/{first.Id}/reads", null)) read.EnsureSuccessStatusCode();
        await Eventually.Is(() => Change("UPDATE grain_state SET name = name WHERE grain_id LIKE 'trendingcounter/%' OR grain_id = 'ranking/rising'") >= 2);
        Assert.Equal(0, await hub.Stop());
        Change("UPDATE grain_state SET payload = x'00' WHERE grain_id LIKE 'trendingcounter/%' OR grain_id LIKE 'ranking/%'");
        await hub.Start();

        await using var socket = await RawSocket.Open(hub.Address);
        await socket.Send($$"""{"type":1,"invocationId":"1","target":"Subscribe","arguments":[["news","ranking/rising","counts/{{first.Id}}"],null]}""");

        var answer = await socket.Receive("\"type\":3");
        Assert.Contains("Counted", answer, StringComparison.Ordinal);
        Assert.Contains("\"rankings\":[],\"counts\":[]", answer, StringComparison.Ordinal);
        await newsroom.Publish("After that");
        Assert.NotNull(await socket.Receive("After that"));
    }

    private int Change(string statement)
    {
        using var connection = new SqliteConnection($"Data Source={Path.Combine(_directory.Path, "newshub.db")};Pooling=false");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = statement;
        return command.ExecuteNonQuery();
    }
}
