using System.Net.Http.Json;
using System.Text.Json;
using NewsHub.TestDatabase;
using Xunit;

namespace NewsHub.EndToEndTests.Cluster;

/// <summary>A hub outgrows its machine.</summary>
public sealed class MoveTests
{
    [SkippableFact]
    public async Task A_hub_that_moves_to_PostgreSQL_takes_everything_along_and_old_cursors_go_on()
    {
        HubCluster.Require();
        using var data = new TemporaryDirectory();
        await using var database = await PostgreSqlServer.StartFresh();
        var target = await database.CreateDatabase();
        Receipt first, second;
        await using (var small = HubProcess.On(data.Path))
        {
            await small.Start();
            using var before = small.OpenNewsroom();
            first = await before.Publish("Told before the move");
            await before.Correct(first.Id, "Told, and mended, before the move", "A slip.");
            second = (await before.Send("/api/articles", Second, "the-second")).Receipt;
            await before.Read(first.Id, "a reader");
            using var reacted = await before.Http.PostAsJsonAsync($"/api/articles/{first.Id}/reactions", new { reaction = "veryGood" });
            reacted.EnsureSuccessStatusCode();
            Assert.Equal(0, await small.Stop());
        }

        var (code, said) = await HubProcess.Run("migrate", "--to", target, "--NewsHub:DataDirectory", data.Path);
        Assert.True(code == 0, said);
        Assert.Contains("entries: 3 rows", said, StringComparison.Ordinal);

        await using var hub = HubProcess.With(data.Path, ("NewsHub:Store", "postgres"), ("ConnectionStrings:NewsHub", target));
        await hub.Start();
        using var newsroom = hub.OpenNewsroom(); // with the key that the small hub drew
        var third = await newsroom.Publish("Told after the move");
        var slice = await Eventually.Is(
            async () => (await newsroom.Http.GetFromJsonAsync<Slice>($"/api/wire?after={first.Cursor}", JsonSerializerOptions.Web))!, slice => slice.Entries.Length == 3);

        Assert.True(slice.Recovered);
        Assert.Equal([2, 3, 4], slice.Entries.Select(entry => entry.Seq));
        Assert.Equal(third.Cursor, slice.Cursor);
        Assert.Equal(new Answer(second, IsReplayed: true), await newsroom.Send("/api/articles", Second, "the-second"));
        var article = await newsroom.Http.GetFromJsonAsync<JsonElement>($"/api/articles/{first.Id}");
        Assert.Equal("Told, and mended, before the move", article.GetProperty("headline").GetString());
        var ranking = await newsroom.Http.GetFromJsonAsync<JsonElement>("/api/rankings/today");
        var top = ranking.GetProperty("entries")[0];
        Assert.Equal((first.Id, 1, 1), (top.GetProperty("articleId").GetString(), top.GetProperty("reads").GetInt32(), top.GetProperty("reactions").GetProperty("veryGood").GetInt32()));
    }

    [SkippableFact]
    public async Task A_move_to_a_database_that_holds_something_or_from_a_hub_that_runs_is_refused()
    {
        await using var cluster = await HubCluster.Prepare([[]]);
        await cluster.Hubs[0].Start();
        await using var small = await HubProcess.StartFresh();

        var (code, said) = await HubProcess.Run("migrate", "--to", cluster.ConnectionString, "--NewsHub:DataDirectory", small.DataDirectory);
        Assert.Equal(1, code);
        Assert.Contains("Another hub works in", said, StringComparison.Ordinal);

        await small.Stop();
        (code, said) = await HubProcess.Run("migrate", "--to", cluster.ConnectionString, "--NewsHub:DataDirectory", small.DataDirectory);
        Assert.Equal(1, code);
        Assert.Contains("The target is not empty", said, StringComparison.Ordinal);
    }

    private static object Second => new { headline = "Second", section = "world", body = "In full.", status = "published" };
}
