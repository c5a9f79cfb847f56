using System.Collections.Concurrent;
using System.Net.Http.Json;
using System.Text.Json;
using NewsHub.EndToEndTests.Recording;
using Xunit;

namespace NewsHub.EndToEndTests;

/// <summary>Many authors write in one live blog; every transport delivers each change of each post once and in order, and nothing of a removed post afterwards.</summary>
public sealed class LiveBlogStormTests : IClassFixture<RunningHub>, IDisposable
{
    private const int Authors = 20;
    private const int PostsPerAuthor = 50;

    private readonly HubProcess _hub;
    private readonly Newsroom _newsroom;

    public LiveBlogStormTests(RunningHub running) => (_hub, _newsroom) = (running.Hub, running.Hub.OpenNewsroom());

    public void Dispose() => _newsroom.Dispose();

    [Fact]
    public async Task Readers_of_every_transport_get_each_post_once_and_in_order_across_aborts_and_a_kill_of_the_hub()
    {
        var start = await _newsroom.Send("/api/articles", new { headline = "Storm", section = "world", status = "published", coverage = new { state = "live" } }, Guid.NewGuid().ToString("N"));
        var blog = new Blog(_newsroom, start.Receipt.Id);
        using var stop = new CancellationTokenSource();
        var readers = RecorderTests.Recorders.Values.Select(open => open(_hub.Address)).ToArray();
        foreach (var reader in readers)
        {
            reader.Tape.StartAt(start.Receipt.Cursor!);
            await reader.SetTopics($"article/{start.Receipt.Id}");
        }

        var reading = readers.Select(reader => reader.Read(stop.Token)).ToArray();
        var aborting = readers.Select((reader, number) => AbortRepeatedly(reader, number, stop.Token)).ToArray();
        var writing = Task.WhenAll(Enumerable.Range(0, Authors).Select(author => blog.Write(author, PostsPerAuthor)));
        await Eventually.Is(() => blog.Expected.Count > Authors * PostsPerAuthor / 3 || writing.IsCompleted);
        Assert.False(writing.IsCompleted, "The hub is killed while authors write.");
        await _hub.Kill();
        await _hub.Restart();
        await writing;
        var last = blog.Expected.Keys.Max();
        foreach (var reader in readers) await Eventually.Is(() => reader.Tape.Cursor is { } cursor && WireCursor.Parse(cursor).Seq >= last, TimeSpan.FromSeconds(120));
        await stop.CancelAsync();
        await Task.WhenAll([.. reading, .. aborting]);

        Assert.True(blog.Posts == Authors * PostsPerAuthor, $"{blog.Posts} posts were acknowledged.");
        Assert.Equal(blog.Expected.Count, blog.Expected.Keys.Distinct().Count());
        foreach (var reader in readers)
        {
            var entries = reader.Tape.Entries.Where(entry => entry.Post is not null).ToArray();
            Assert.Equal(entries.Select(entry => entry.Seq).Distinct().Order(), entries.Select(entry => entry.Seq));
            Assert.All(entries, entry => Assert.Equal(blog.Expected[entry.Seq], (entry.Kind, entry.Post!.Id)));
            Assert.Empty(blog.Expected.Keys.Where(seq => !blog.IsErased(seq)).Except(entries.Select(entry => entry.Seq)));
            Assert.Empty(reader.Tape.FindErased(blog.Erased));
            await reader.DisposeAsync();
        }

        await AssertListed(blog);
    }

    /// <summary>The public list has every post that was not removed, each once, in the order in which the wire has them.</summary>
    private async Task AssertListed(Blog blog)
    {
        var listed = new List<string>();
        for (var path = $"/api/articles/{blog.Article}/posts?limit=100"; path is not null;)
        {
            var page = await _newsroom.Http.GetFromJsonAsync<JsonElement>(path);
            Assert.DoesNotContain(blog.Erased.Values.SelectMany(words => words), word => page.GetRawText().Contains(word, StringComparison.Ordinal));
            listed.AddRange(page.GetProperty("posts").EnumerateArray().Select(post => post.GetProperty("id").GetString()!));
            path = page.TryGetProperty("next", out var next) ? next.GetString() : null;
        }

        Assert.Equal(blog.Expected.Where(pair => pair.Value.Kind == "posted" && !blog.IsErased(pair.Key)).OrderByDescending(pair => pair.Key).Select(pair => pair.Value.Post), listed);
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

    /// <summary>What was written, and what readers must receive.</summary>
    private sealed class Blog(Newsroom newsroom, string article)
    {
        private static readonly TimeSpan PauseAfterFailure = TimeSpan.FromMilliseconds(100);

        private readonly ConcurrentDictionary<long, bool> _erasedSequences = [];
        private int _posts;

        public string Article => article;

        public int Posts => _posts;

        public ConcurrentDictionary<long, (string Kind, string Post)> Expected { get; } = [];

        /// <summary>Words of removed posts by the sequence number of the removal.</summary>
        public Dictionary<long, string[]> Erased { get; } = [];

        public bool IsErased(long seq) => _erasedSequences.ContainsKey(seq);

        /// <summary>Writes posts one after the other; corrects, strikes and removes some.</summary>
        public async Task Write(int author, int posts)
        {
            var random = new Random(author);
            for (var number = 0; number < posts; number++)
            {
                string[] words = [$"word{author}q{number}a", $"word{author}q{number}b"];
                var posted = await Send(HttpMethod.Post, "", "posted", new { title = words[0], body = $"It is {words[0]}.", key = random.Next(4) == 0, status = "published" });
                Interlocked.Increment(ref _posts);
                List<long> sequences = [posted.Seq];
                var roll = random.Next(100);
                if (roll < 50) sequences.Add((await Send(HttpMethod.Post, $"/{posted.Id}/correct", "postCorrected", new { note = "A slip.", title = words[1], body = $"It is {words[1]}." })).Seq);
                if (roll is > 30 and < 60) sequences.Add((await Send(HttpMethod.Post, $"/{posted.Id}/strike", "postStruck", new { reason = $"Not {words[0]}." })).Seq);
                if (roll % 5 != 0) continue;
                var removed = await Send(HttpMethod.Delete, $"/{posted.Id}", "postRemoved", null);
                foreach (var seq in sequences) _erasedSequences[seq] = true;
                lock (Erased) Erased[removed.Seq] = words;
            }
        }

        private async Task<Receipt> Send(HttpMethod method, string path, string kind, object? body)
        {
            for (var key = Guid.NewGuid().ToString("N"); ; await Task.Delay(PauseAfterFailure))
            {
                using var request = new HttpRequestMessage(method, $"/api/articles/{article}/posts{path}") { Content = body is null ? null : JsonContent.Create(body) };
                request.Headers.Add("Idempotency-Key", key);
                try
                {
                    using var response = await newsroom.Http.SendAsync(request);
                    if ((int)response.StatusCode >= 500) continue; // the hub is stopping or starting
                    response.EnsureSuccessStatusCode();
                    var receipt = (await response.Content.ReadFromJsonAsync<Receipt>())!;
                    Expected[receipt.Seq] = (kind, receipt.Id);
                    return receipt;
                }
                catch (HttpRequestException failure) when (failure.StatusCode is null)
                {
                    // The connection was lost: the same command is sent again.
                }
            }
        }
    }
}
