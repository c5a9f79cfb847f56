using System.Net.Http.Json;
using System.Text.Json;
using NewsHub.EndToEndTests.Cluster;
using NewsHub.EndToEndTests.Recording;
using Xunit;

namespace NewsHub.EndToEndTests;

/// <summary>Many authors write in one live blog; every transport delivers each change of each post once and in order, and nothing of a removed post afterwards.</summary>
public sealed class LiveBlogStormTests
{
    private const int Authors = 20;
    private const int PostsPerAuthor = 50;

    [Fact]
    public async Task Readers_of_every_transport_get_each_post_once_and_in_order_across_aborts_and_a_kill_of_the_hub()
    {
        await using var hub = await HubProcess.StartFresh();
        using var newsroom = hub.OpenNewsroom();
        await VerifyDuring([newsroom], [.. RecorderTests.Recorders.Values.Select(open => open(hub.Address))], async () =>
        {
            await hub.Kill();
            await hub.Restart();
        });
    }

    [SkippableFact]
    public async Task Readers_and_authors_of_a_cluster_continue_at_other_hubs_when_one_is_killed()
    {
        await using var cluster = await HubCluster.StartThree();
        Newsroom[] newsrooms = [.. cluster.Hubs.Select(hub => hub.OpenNewsroom())];
        await VerifyDuring(
            newsrooms,
            [
                .. Enumerable.Range(0, 3).SelectMany(index => new IRecorder[]
                {
                    new SignalRRecorder(Audience.Next(cluster.Hubs, index), Protocols.Json), new EventRecorder(Audience.Next(cluster.Hubs, index)), new LongPollRecorder(Audience.Next(cluster.Hubs, index)),
                }),
            ],
            async () =>
            {
                await cluster.Hubs[1].Kill();
                await cluster.Hubs[1].Start();
            });
        foreach (var newsroom in newsrooms) newsroom.Dispose();
    }

    private static async Task VerifyDuring(IReadOnlyList<Newsroom> newsrooms, IReadOnlyList<IRecorder> readers, Func<Task> fail)
    {
        var start = await newsrooms[0].Send("/api/articles", new { headline = "Storm", section = "world", status = "published", coverage = new { state = "live" } }, Guid.NewGuid().ToString("N"));
        var blog = new LiveBlogStorm(newsrooms, start.Receipt.Id);
        using var stop = new CancellationTokenSource();
        using var calm = new CancellationTokenSource();
        foreach (var reader in readers)
        {
            reader.Tape.StartAt(start.Receipt.Cursor!);
            await reader.SetTopics($"article/{start.Receipt.Id}");
        }

        var reading = readers.Select(reader => reader.Read(stop.Token)).ToArray();
        var aborting = readers.Select((reader, number) => AbortRepeatedly(reader, number, calm.Token)).ToArray();
        var writing = Task.WhenAll(Enumerable.Range(0, Authors).Select(author => blog.Write(author, PostsPerAuthor)));
        await Eventually.Is(() => blog.Expected.Count > Authors * PostsPerAuthor / 3 || writing.IsCompleted);
        Assert.False(writing.IsCompleted, "Authors still write when the hub is killed.");
        await fail();
        await writing;
        await calm.CancelAsync(); // on a slow machine, a reader that goes on losing its connection may never be done
        await Task.WhenAll(aborting);
        var last = blog.Expected.Keys.Max();
        foreach (var reader in readers) await Eventually.Is(() => reader.Tape.Cursor is { } cursor && WireCursor.Parse(cursor).Seq >= last, TimeSpan.FromSeconds(120));
        await stop.CancelAsync();
        await Task.WhenAll(reading);

        Assert.Equal(Authors * PostsPerAuthor, blog.Posts);
        foreach (var reader in readers)
        {
            var entries = reader.Tape.Entries.Where(entry => entry.Post is not null).ToArray();
            Assert.Equal(entries.Select(entry => entry.Seq).Distinct().Order(), entries.Select(entry => entry.Seq));
            Assert.All(entries, entry => Assert.Equal(blog.Expected[entry.Seq], (entry.Kind, entry.Post!.Id)));
            Assert.Empty(blog.Expected.Keys.Where(seq => !blog.IsErased(seq)).Except(entries.Select(entry => entry.Seq)));
            Assert.Empty(reader.Tape.FindErased(blog.Erased));
            await reader.DisposeAsync();
        }

        // A hub that started again may still be loading what it keeps in memory.
        var expected = blog.Expected.Where(pair => pair.Value.Kind == "posted" && !blog.IsErased(pair.Key)).OrderByDescending(pair => pair.Key).Select(pair => pair.Value.Post).ToArray();
        foreach (var newsroom in newsrooms) Assert.Equal(expected, await Eventually.Is(() => ReadList(newsroom, blog), listed => listed.Length >= expected.Length));
    }

    /// <summary>The ids of the posts in the public list, which has no word of a removed one.</summary>
    private static async Task<string[]> ReadList(Newsroom newsroom, LiveBlogStorm blog)
    {
        var listed = new List<string>();
        for (var path = $"/api/articles/{blog.Article}/posts?limit=100"; path is not null;)
        {
            var page = await newsroom.Http.GetFromJsonAsync<JsonElement>(path);
            Assert.DoesNotContain(blog.Erased.Values.SelectMany(words => words), word => page.GetRawText().Contains(word, StringComparison.Ordinal));
            listed.AddRange(page.GetProperty("posts").EnumerateArray().Select(post => post.GetProperty("id").GetString()!));
            path = page.TryGetProperty("next", out var next) ? next.GetString() : null;
        }

        return [.. listed];
    }

    private static async Task AbortRepeatedly(IRecorder reader, int seed, CancellationToken stop)
    {
        var random = new Random(seed);
        while (!stop.IsCancellationRequested)
        {
            await Task.Delay(random.Next(50, 400), CancellationToken.None);
            reader.Abort();
        }
    }
}
