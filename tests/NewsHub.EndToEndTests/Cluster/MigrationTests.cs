using System.Net.Http.Json;
using System.Text.Json;
using Xunit;

namespace NewsHub.EndToEndTests.Cluster;

/// <summary>Migration of a SQLite hub to PostgreSQL.</summary>
public sealed class MigrationTests
{
    [SkippableFact]
    public async Task Migration_to_PostgreSQL_copies_all_data_and_keeps_cursors_valid()
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
            first = await before.Publish("Before the migration");
            await before.Correct(first.Id, "Corrected before the migration", "A slip.");
            second = (await before.Send("/api/articles", Second, "the-second")).Receipt;
            await before.Read(first.Id, "a reader");
            using var reacted = await before.Http.PostAsJsonAsync($"/api/articles/{first.Id}/reactions", new { reaction = "veryGood" });
            reacted.EnsureSuccessStatusCode();
            Assert.Equal(0, await small.Stop());
        }

        var (code, output) = await HubProcess.Run("migrate", "--to", target, "--NewsHub:DataDirectory", data.Path);
        Assert.True(code == 0, output);
        Assert.Contains("entries: 3 rows", output, StringComparison.Ordinal);

        await using var hub = HubProcess.With(data.Path, ("NewsHub:Store", "postgres"), ("ConnectionStrings:NewsHub", target));
        await hub.Start();
        using var newsroom = hub.OpenNewsroom(); // with the key that the SQLite hub generated
        var third = await newsroom.Publish("After the migration");
        var slice = await Eventually.Is(
            async () => (await newsroom.Http.GetFromJsonAsync<Slice>($"/api/wire?after={first.Cursor}", JsonSerializerOptions.Web))!, slice => slice.Entries.Length == 3);

        Assert.True(slice.Recovered);
        Assert.Equal([2, 3, 4], slice.Entries.Select(entry => entry.Seq));
        Assert.Equal(third.Cursor, slice.Cursor);
        Assert.Equal(new Answer(second, IsReplayed: true), await newsroom.Send("/api/articles", Second, "the-second"));
        var article = await newsroom.Http.GetFromJsonAsync<JsonElement>($"/api/articles/{first.Id}");
        Assert.Equal("Corrected before the migration", article.GetProperty("headline").GetString());
        var ranking = await newsroom.Http.GetFromJsonAsync<JsonElement>("/api/rankings/today");
        var top = ranking.GetProperty("entries")[0];
        Assert.Equal((first.Id, 1, 1), (top.GetProperty("articleId").GetString(), top.GetProperty("reads").GetInt32(), top.GetProperty("reactions").GetProperty("veryGood").GetInt32()));
    }

    [SkippableFact]
    public async Task Migration_from_a_running_hub_or_to_a_database_that_is_not_empty_is_refused()
    {
        await using var cluster = await HubCluster.Prepare([[]]);
        await cluster.Hubs[0].Start();
        await using var small = await HubProcess.StartFresh();

        var (code, output) = await HubProcess.Run("migrate", "--to", cluster.ConnectionString, "--NewsHub:DataDirectory", small.DataDirectory);
        Assert.Equal(1, code);
        Assert.Contains("Another hub works in", output, StringComparison.Ordinal);

        await small.Stop();
        (code, output) = await HubProcess.Run("migrate", "--to", cluster.ConnectionString, "--NewsHub:DataDirectory", small.DataDirectory);
        Assert.Equal(1, code);
        Assert.Contains("The target is not empty", output, StringComparison.Ordinal);
    }

    private static object Second => new { headline = "Second", section = "world", body = "In full.", status = "published" };
}
