using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Data.Sqlite;
using Xunit;

namespace NewsHub.EndToEndTests;

/// <summary>
/// Starts a hub on stored data of an earlier version. The data is never edited, except that its receipts are dated 2099 so that they are not pruned.
/// </summary>
public sealed class UpgradeTests
{
    private const string AdminKey = "golden-data-admin-key";
    private const string NewsroomKey = "nh_b89dc97a309312d6e8ca26f3ed3e56d6e1bca65525fae832e88638dbffce8aa4";
    private static readonly WireCursor Start = new("a80e8cec", 0);

    [Fact]
    public async Task Stored_data_of_version_1_is_readable_and_writable_and_its_cursors_stay_valid()
    {
        using var data = new TemporaryDirectory();
        File.Copy(Repository.PathOf("tests/wire/stored/hub-v1/newshub.db"), Path.Combine(data.Path, "newshub.db"));
        await using var hub = HubProcess.With(data.Path, ("NewsHub:AdminKey", AdminKey), ("NewsHub:Wire:KeepEntriesDays", "3650"));
        await hub.Start();
        using var admin = new Newsroom(hub.Address, AdminKey);

        var wire = await Wire.ReadAfter(admin.Http, Start);
        Assert.Equal(
            [(1, "published", "ferry"), (2, "corrected", "ferry"), (4, "killed", "rumour"), (5, "published", wire[3].Article.Id)],
            wire.Take(4).Select(entry => ((int)entry.Seq, entry.Kind, entry.Article.Id)));
        Assert.Equal(wire.Skip(2).Select(entry => entry.Cursor), (await Wire.ReadAfter(admin.Http, Start with { Seq = 2 })).Select(entry => entry.Cursor));

        var ferry = await GetJson(admin, "/api/articles/ferry");
        Assert.Equal("The *Marguerite* left at dawn.", ferry.GetProperty("body").GetString());
        Assert.Equal("Eight years, not nine.", ferry.GetProperty("corrections")[0].GetProperty("note").GetString());
        Assert.Equal("draft", (await GetJson(admin, "/api/articles/later")).GetProperty("status").GetString());
        Assert.Equal("River over its banks", wire[3].Article.Headline);
        Assert.DoesNotContain("rumour without", await admin.Http.GetStringAsync("/"), StringComparison.Ordinal);
        var failure = await Assert.ThrowsAsync<InvalidOperationException>(() => admin.Send("/api/articles/rumour/publish", new { }, "again"));
        Assert.Contains("410", failure.Message, StringComparison.Ordinal);

        // A repeated command returns the stored receipt, and counts continue from the stored values.
        var repeated = await admin.Send(
            "/api/articles/ferry/correct", new { note = "Eight years, not nine.", summary = "After eight years in dock." }, "ferry-2");
        Assert.Equal((true, 2, 2L), (repeated.IsReplayed, repeated.Receipt.Version, repeated.Receipt.Seq));
        await admin.Read("ferry", "a new reader");
        await Eventually.Is(async () => Reads(await GetJson(admin, "/api/rankings/today")), reads => reads == (4, 1));

        // The stored reaction is converted to the form that differs between articles.
        await Eventually.Is(() => Task.FromResult(Reactions(data.Path)), rows => rows is [("ferry", not -9153789490779052018, 1)]);

        using var harbour = new Newsroom(hub.Address, NewsroomKey);
        var story = await harbour.Publish("With a stored key");
        await Eventually.Is(() => Wire.ReadAfter(admin.Http, Start with { Seq = story.Seq - 1 }), entries => entries is [{ Article.Headline: "With a stored key" }]);
    }

    private static List<(string Article, long Reader, int PerArticle)> Reactions(string directory)
    {
        using var connection = new SqliteConnection($"Data Source={Path.Combine(directory, "newshub.db")};Mode=ReadOnly;Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT article_id, reader, per_article FROM reactions";
        using var row = command.ExecuteReader();
        var rows = new List<(string, long, int)>();
        while (row.Read()) rows.Add((row.GetString(0), row.GetInt64(1), row.GetInt32(2)));
        return rows;
    }

    private static (int Reads, int Good) Reads(JsonElement ranking) => ranking.GetProperty("entries").EnumerateArray()
        .Where(place => place.GetProperty("articleId").GetString() == "ferry")
        .Select(place => (place.GetProperty("reads").GetInt32(), place.GetProperty("reactions").GetProperty("veryGood").GetInt32())).SingleOrDefault();

    private static Task<JsonElement> GetJson(Newsroom newsroom, string path) => newsroom.Http.GetFromJsonAsync<JsonElement>(path);
}
