using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using NewsHub.EndToEndTests.Recording;
using Xunit;

namespace NewsHub.EndToEndTests;

/// <summary>Steps the system clock while a hub runs: articles, scheduled releases, readers and rankings keep working.</summary>
public sealed class ClockStepTests(ClockStepTests.HubWithClock running) : IClassFixture<ClockStepTests.HubWithClock>
{
    /// <summary>Delay in seconds of a scheduled release that a clock set back postpones.</summary>
    private const int ReleaseDelay = 600;

    [SkippableTheory]
    [InlineData(-30), InlineData(-200), InlineData(-3600), InlineData(30), InlineData(200), InlineData(3600)]
    public async Task Hub_keeps_serving_after_a_step_of_the_system_clock(int step)
    {
        await running.EnsureStarted();
        using var newsroom = running.Hub.OpenNewsroom();
        var read = await newsroom.Publish("Read after the step");
        var wrong = await newsroom.Publish("Corrected after the step");
        var mistaken = await newsroom.Publish("Killed after the step");
        var readWhileAhead = await newsroom.Publish("Read while the clock is ahead");
        var readAfterwards = await newsroom.Publish("Read when it is right");
        var alert = await PublishAlert(newsroom);
        var scheduled = await Schedule(newsroom, step > 0 ? step / 2 : ReleaseDelay);
        await using var reader = new EventRecorder(running.Hub.Address);
        reader.Tape.StartAt(alert.Cursor!);
        using var stop = new CancellationTokenSource();
        var reading = reader.Read(stop.Token);
        if (step < 0) await Read(newsroom, readWhileAhead, 2);

        await running.Step(step);

        Assert.Equal((HttpStatusCode.OK, "{\"status\":\"healthy\",\"reasons\":{}}"), await Ready(newsroom));
        Assert.Equal("published", await Status(newsroom, read));
        Assert.Equal(2, (await newsroom.Correct(wrong.Id, "Corrected", "It was wrong.")).Version);
        Assert.Equal("killed", (await newsroom.Kill(mistaken.Id)).Status);
        var next = await newsroom.Publish("Published after the step");
        await Receives(reader, next, "published");
        await React(newsroom, read);
        if (step < 0) Assert.Equal("scheduled", await Status(newsroom, scheduled));
        if (step > 0)
        {
            await Receives(reader, scheduled, "published");
            await Read(newsroom, readWhileAhead, 2);
            await running.Step(-step);
        }
        await Read(newsroom, readAfterwards, 3);
        await Eventually.Is(() => Ranked(newsroom), ids => ids.IndexOf(readAfterwards.Id) is >= 0 and var rank && rank < ids.IndexOf(readWhileAhead.Id));

        await running.Step(ReleaseDelay + Math.Abs(step));

        await Receives(reader, scheduled, "published");
        await Receives(reader, alert, "alertCleared");
        var last = await newsroom.Publish("Published at the end");
        await Receives(reader, last, "published");
        await stop.CancelAsync();
        await reading;
        Assert.Equal(["published"], Kinds(reader, scheduled));
        Assert.Equal(["alertCleared"], Kinds(reader, alert));
    }

    private static Task Receives(EventRecorder reader, Receipt article, string kind) => Eventually.Is(() => Kinds(reader, article).Contains(kind));

    private static IEnumerable<string> Kinds(EventRecorder reader, Receipt article) =>
        reader.Tape.Entries.Where(entry => entry.Article.Id == article.Id).Select(entry => entry.Kind);

    private static async Task<Receipt> PublishAlert(Newsroom newsroom) => (await newsroom.Send(
        "/api/breaking", new { headline = "An alert of a minute", section = "world", alertMinutes = 1 }, Guid.NewGuid().ToString("N"))).Receipt;

    private async Task<Receipt> Schedule(Newsroom newsroom, int seconds)
    {
        var scheduled = (await newsroom.Send(
            "/api/articles",
            new { headline = "Scheduled", section = "world", status = "published", publishAt = running.Now.AddSeconds(seconds) },
            Guid.NewGuid().ToString("N"))).Receipt;
        Assert.Equal("scheduled", scheduled.Status);
        return scheduled;
    }

    private static async Task Read(Newsroom newsroom, Receipt article, int readers)
    {
        for (var n = 1; n <= readers; n++) await newsroom.Read(article.Id, $"reader-{n}");
        await Eventually.Is(
            async () => (await newsroom.Http.GetFromJsonAsync<JsonElement>($"/api/articles/{article.Id}/counts")).GetProperty("readers").GetInt32(),
            counted => counted == readers);
        await Eventually.Is(() => Ranked(newsroom), ids => ids.Contains(article.Id));
    }

    private static async Task React(Newsroom newsroom, Receipt article)
    {
        using var answer = await newsroom.Http.PostAsJsonAsync($"/api/articles/{article.Id}/reactions", new { reaction = "veryGood" });
        answer.EnsureSuccessStatusCode();
        Assert.Equal(1, (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("reactions").GetProperty("veryGood").GetInt32());
    }

    private static async Task<string?> Status(Newsroom newsroom, Receipt article) =>
        (await newsroom.Http.GetFromJsonAsync<JsonElement>($"/api/articles/{article.Id}")).GetProperty("status").GetString();

    private static async Task<List<string?>> Ranked(Newsroom newsroom) =>
        [.. (await newsroom.Http.GetFromJsonAsync<JsonElement>("/api/rankings/rising?limit=100")).GetProperty("entries").EnumerateArray()
            .Select(place => place.GetProperty("articleId").GetString())];

    private static async Task<(HttpStatusCode Code, string Body)> Ready(Newsroom newsroom)
    {
        using var answer = await newsroom.Http.GetAsync("/health/ready");
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }

    /// <summary>A SQLite hub under a fake clock. The clock keeps its offset from one test to the next.</summary>
    public sealed class HubWithClock : IAsyncLifetime
    {
        /// <summary>Accepted difference: the Date header has whole seconds and is up to one second late.</summary>
        private static readonly TimeSpan Tolerance = TimeSpan.FromSeconds(5);

        private readonly FakeClock _clock = new();
        private HubProcess? _hub;
        private int _offset;

        public HubProcess Hub => _hub ?? throw new InvalidOperationException("The hub was not started.");

        /// <summary>The current time of the hub.</summary>
        public DateTimeOffset Now => TimeProvider.System.GetUtcNow().AddSeconds(_offset);

        public Task InitializeAsync() => Task.CompletedTask;

        public async Task DisposeAsync()
        {
            if (_hub is not null) await _hub.DisposeAsync();
            _clock.Dispose();
        }

        /// <summary>Starts the hub once. Tests call it instead of <see cref="InitializeAsync"/>, because only a test can be skipped.</summary>
        public async Task EnsureStarted()
        {
            if (_hub is { IsRunning: false }) throw new InvalidOperationException($"The hub exited:\n{_hub.Output}");
            if (_hub is not null) return;
            _clock.Set(0);
            var hub = HubProcess.WithLauncher(_clock.Command);
            await hub.Start();
            _hub = hub;
        }

        /// <summary>Moves the clock by <paramref name="seconds"/>; returns when the hub reports the new time.</summary>
        public async Task Step(int seconds)
        {
            _offset += seconds;
            using var http = new HttpClient { BaseAddress = Hub.Address };
            _clock.Set(_offset);
            await Eventually.Is(() => TimeOf(http), time => time - Now < Tolerance && Now - time < Tolerance);
        }

        private static async Task<DateTimeOffset> TimeOf(HttpClient http)
        {
            using var answer = await http.GetAsync("/health/live");
            return answer.Headers.Date!.Value;
        }
    }
}
