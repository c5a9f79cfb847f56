using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using NewsHub.EndToEndTests.Cluster;
using NewsHub.EndToEndTests.Recording;
using Xunit;

namespace NewsHub.EndToEndTests.Storage;

/// <summary>Commands get 503 with the reason while the disk of the database is full; readers notice nothing, and no restart is needed.</summary>
public sealed class FullDiskTests
{
    private const string Reason = "The disk of the database is full. Nothing was stored.";

    /// <summary>A full disk still has room in files that were extended before, for some small writes.</summary>
    private const int MaxAttempts = 5_000;

    [SkippableFact]
    public async Task Full_disk_under_SQLite_refuses_commands_with_the_reason_until_it_has_room()
    {
        await using var disk = await SmallDisk.Mount(megabytes: 24);
        await using var hub = HubProcess.With(disk.Path);
        await VerifyRefusalAndRecovery(hub, disk);
    }

    [SkippableFact]
    public async Task Full_disk_under_PostgreSQL_refuses_commands_with_the_reason_until_it_has_room()
    {
        HubCluster.Require();
        await using var disk = await SmallDisk.Mount(megabytes: 48, owner: "postgres");
        await using var server = await PostgreSqlServer.StartFresh();
        await server.Run("psql", "-qc", $"CREATE TABLESPACE small LOCATION '{disk.Path}'");
        await server.Run("createdb", "-D", "small", "news");
        await using var hub = HubProcess.InCluster(string.Create(CultureInfo.InvariantCulture, $"Host=127.0.0.1;Port={server.Port};Username=postgres;Database=news"));
        await VerifyRefusalAndRecovery(hub, disk);
    }

    private static async Task VerifyRefusalAndRecovery(HubProcess hub, SmallDisk disk)
    {
        await hub.Start();
        using var newsroom = hub.OpenNewsroom();
        var story = await newsroom.Publish("Before the disk is full");
        using var stop = new CancellationTokenSource();
        await using var reader = new EventRecorder(hub.Address);
        reader.Tape.StartAt(story.Cursor!);
        var reading = reader.Read(stop.Token);

        disk.Fill();
        await ExpectRefusal(attempt => newsroom.Http.PostAsJsonAsync(
            "/api/articles", new { headline = $"Headline {attempt}", body = new string('x', 2_000), section = "world", status = "published" }));
        await ExpectRefusal(_ => newsroom.Http.PostAsJsonAsync("/api/keys", new { newsroom = "harbour", scope = "publish" }));
        await ExpectRefusal(attempt => React(hub, story.Id, attempt % 2 == 0 ? HttpMethod.Post : HttpMethod.Delete));
        foreach (var path in (string[])["/", $"/articles/{story.Id}", "/api/wire", "/health/ready"])
        {
            using var answer = await newsroom.Http.GetAsync(path);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        }

        disk.Free();
        var after = await newsroom.Publish("After the disk was full");
        using var reaction = await React(hub, story.Id, HttpMethod.Post);
        Assert.Equal(HttpStatusCode.OK, reaction.StatusCode);
        using var key = await newsroom.Http.PostAsJsonAsync("/api/keys", new { newsroom = "harbour", scope = "publish" });
        Assert.Equal(HttpStatusCode.Created, key.StatusCode);
        await Eventually.Is(() => WireCursor.Parse(reader.Tape.Cursor!).Seq >= after.Seq);
        Assert.DoesNotContain("An unexpected error", hub.Output, StringComparison.Ordinal);
        await stop.CancelAsync();
        await reading;
    }

    private static async Task ExpectRefusal(Func<int, Task<HttpResponseMessage>> command)
    {
        for (var attempt = 0; attempt < MaxAttempts; attempt++)
        {
            using var answer = await command(attempt);
            if (answer.IsSuccessStatusCode) continue;
            var text = await answer.Content.ReadAsStringAsync();
            Assert.True(answer.StatusCode == HttpStatusCode.ServiceUnavailable, $"{answer.StatusCode}: {text}");
            Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
            Assert.Contains(Reason, text, StringComparison.Ordinal);
            Assert.NotNull(answer.Headers.RetryAfter);
            return;
        }

        Assert.Fail("Every command was stored.");
    }

    private static async Task<HttpResponseMessage> React(HubProcess hub, string article, HttpMethod method)
    {
        using var http = new HttpClient(new SocketsHttpHandler { UseCookies = false }) { BaseAddress = hub.Address };
        using var request = new HttpRequestMessage(method, $"/api/articles/{article}/reactions") { Content = JsonContent.Create(new { reaction = "veryGood" }) };
        return await http.SendAsync(request);
    }
}
