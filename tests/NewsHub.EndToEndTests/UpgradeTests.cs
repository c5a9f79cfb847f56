using System.Net.Http.Json;
using System.Text.Json;
using Xunit;

namespace NewsHub.EndToEndTests;

/// <summary>
/// A hub on what an earlier one left behind. Its data is never edited; its receipts alone are dated 2099, so that pruning leaves them.
/// </summary>
public sealed class UpgradeTests
{
    private const string AdminKey = "golden-data-admin-key";
    private const string NewsroomKey = "nh_b89dc97a309312d6e8ca26f3ed3e56d6e1bca65525fae832e88638dbffce8aa4";
    private static readonly Place Start = new("a80e8cec", 0);

    [Fact]
    public async Task Data_of_the_first_form_is_read_gone_on_with_and_its_cursors_stay_valid()
    {
        using var data = new TemporaryDirectory();
        File.Copy(HubProcess.PathOf("tests/wire/stored/hub-v1/newshub.db"), Path.Combine(data.Path, "newshub.db"));
        await using var hub = HubProcess.With(data.Path, ("NewsHub:AdminKey", AdminKey), ("NewsHub:Wire:KeepEntriesDays", "3650"));
        await hub.Start();
        using var admin = new Newsroom(hub.Address, AdminKey);

        var wire = await Wire.ReadAfter(admin.Http, Start);
        Assert.Equal(
            [(1, "published", "ferry"), (2, "corrected", "ferry"), (4, "killed", "rumour"), (5, "published", wire[3].Article.Id)],
            wire.Take(4).Select(entry => ((int)entry.Seq, entry.Kind, entry.Article.Id)));
        Assert.Equal(wire.Skip(2).Select(entry => entry.Cursor), (await Wire.ReadAfter(admin.Http, Start with { Seq = 2 })).Select(entry => entry.Cursor));

        var ferry = await Read(admin, "/api/articles/ferry");
        Assert.Equal("The *Marguerite* left at dawn.", ferry.GetProperty("body").GetString());
        Assert.Equal("Eight years, not nine.", ferry.GetProperty("corrections")[0].GetProperty("note").GetString());
        Assert.Equal("draft", (await Read(admin, "/api/articles/later")).GetProperty("status").GetString());
        Assert.Equal("River over its banks", wire[3].Article.Headline);
        Assert.DoesNotContain("rumour without", await admin.Http.GetStringAsync("/"), StringComparison.Ordinal);
        var gone = await Assert.ThrowsAsync<InvalidOperationException>(() => admin.Send("/api/articles/rumour/publish", new { }, "again"));
        Assert.Contains("410", gone.Message, StringComparison.Ordinal);

        // The same command gets the receipt of then, and what is counted goes on from there.
        var repeated = await admin.Send(
            "/api/articles/ferry/correct", new { note = "Eight years, not nine.", summary = "After eight years in dock." }, "ferry-2");
        Assert.Equal((true, 2, 2L), (repeated.IsReplayed, repeated.Receipt.Version, repeated.Receipt.Seq));
        await admin.Read("ferry", "a reader of today");
        await Eventually.Is(async () => Reads(await Read(admin, "/api/rankings/today")), reads => reads == (4, 1));

        using var harbour = new Newsroom(hub.Address, NewsroomKey);
        var story = await harbour.Publish("With a key of then");
        await Eventually.Is(() => Wire.ReadAfter(admin.Http, Start with { Seq = story.Seq - 1 }), entries => entries is [{ Article.Headline: "With a key of then" }]);
    }

    private static (int Reads, int Good) Reads(JsonElement ranking) => ranking.GetProperty("entries").EnumerateArray()
        .Where(place => place.GetProperty("articleId").GetString() == "ferry")
        .Select(place => (place.GetProperty("reads").GetInt32(), place.GetProperty("reactions").GetProperty("veryGood").GetInt32())).SingleOrDefault();

    private static Task<JsonElement> Read(Newsroom newsroom, string path) => newsroom.Http.GetFromJsonAsync<JsonElement>(path);
}
