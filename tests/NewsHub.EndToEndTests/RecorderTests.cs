using Microsoft.AspNetCore.Http.Connections;
using NewsHub.EndToEndTests.Recording;
using Xunit;

namespace NewsHub.EndToEndTests;

/// <summary>A reader learns each thing once and in order, however often the line is cut, over every transport.</summary>
public sealed class RecorderTests : IClassFixture<RunningHub>, IDisposable
{
    private const int Orders = 250;

    private readonly HubProcess _hub;
    private readonly Newsroom _newsroom;

    public RecorderTests(RunningHub running) => (_hub, _newsroom) = (running.Hub, running.Hub.OpenNewsroom());

    public static TheoryData<string> Transports => [.. Recorders.Keys];

    internal static readonly Dictionary<string, Func<Uri, IRecorder>> Recorders = new()
    {
        ["SignalR with JSON"] = hub => new SignalRRecorder(hub, Protocols.Json),
        ["SignalR with MessagePack"] = hub => new SignalRRecorder(hub, Protocols.MessagePack),
        ["SignalR over long polling"] = hub => new SignalRRecorder(hub, Protocols.Json, HttpTransportType.LongPolling),
        ["server-sent events"] = hub => new EventRecorder(hub),
        ["long polls of the wire"] = hub => new LongPollRecorder(hub),
    };

    public void Dispose() => _newsroom.Dispose();

    [Theory]
    [MemberData(nameof(Transports))]
    public async Task A_reader_who_is_cut_off_again_and_again_gets_each_entry_once_and_in_order(string transport)
    {
        await using var reader = await Begin(transport);
        using var done = new CancellationTokenSource();
        var (day, reading) = (new BusyDay(_newsroom, seed: 20), reader.Read(done.Token));

        var cutting = CutAgainAndAgain(reader, done.Token);
        await day.Work(Orders);
        await Caught(reader, day, reading);
        await done.CancelAsync();
        var cuts = await cutting;
        await reading;

        Assert.True(cuts >= 10, $"The line was cut only {cuts} times.");
        Holds(reader.Tape, day);
    }

    [Fact]
    public async Task Readers_of_every_transport_go_on_with_their_cursors_when_the_hub_is_killed_and_started_again()
    {
        using var done = new CancellationTokenSource();
        var readers = await Task.WhenAll(Recorders.Keys.Select(Begin));
        var reading = readers.Select(reader => reader.Read(done.Token)).ToArray();
        var day = new BusyDay(_newsroom, seed: 21);

        await day.Work(60);
        await _hub.Kill();
        await _hub.Restart();
        await day.Work(60);
        await Task.WhenAll(readers.Zip(reading, (reader, task) => Caught(reader, day, task)));
        await done.CancelAsync();
        await Task.WhenAll(reading);

        Assert.All(readers, reader => Holds(reader.Tape, day));
        foreach (var reader in readers) await reader.DisposeAsync();
    }

    [Theory]
    [MemberData(nameof(Transports))]
    public async Task Topics_are_changed_without_a_gap_or_a_repeat(string transport)
    {
        await using var reader = await Begin(transport);
        await reader.Follow("section/world");
        using var done = new CancellationTokenSource();
        var reading = reader.Read(done.Token);
        var (world, all) = (new List<string>(), new List<string>());
        var turning = Turn(reader, done.Token);

        for (var i = 0; i < 60; i++)
        {
            world.Add((await _newsroom.Publish($"World {i}")).Id);
            await _newsroom.Publish($"Science {i}", "science");
        }

        await done.CancelAsync();
        await turning;
        await reading;
        using var again = new CancellationTokenSource();
        await reader.Follow("section/world", "section/science");
        reading = reader.Read(again.Token);
        for (var i = 0; i < 5; i++) all.Add((await _newsroom.Publish($"Both {i}", i % 2 == 0 ? "world" : "science")).Id);
        await Eventually.Is(() => reader.Tape.Entries.Any(entry => entry.Article.Id == all[^1]));
        await again.CancelAsync();
        await reading;

        var entries = reader.Tape.Entries;
        Assert.Equal(entries.Select(entry => entry.Seq).Distinct().Order(), entries.Select(entry => entry.Seq));
        Assert.Empty(world.Concat(all).Except(entries.Select(entry => entry.Article.Id)));
        Assert.Contains(entries, entry => entry.Article.Headline!.StartsWith("Science", StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Transports))]
    public async Task Who_has_seen_nothing_is_shown_the_newest(string transport)
    {
        await using var reader = Recorders[transport](_hub.Address);
        var newest = await _newsroom.Publish("The newest of all");
        await Eventually.Is(() => reader.Ask(null), slice => slice.Cursor == newest.Cursor);

        var slice = await reader.Ask(null);

        Assert.True(slice.Recovered);
        Assert.Equal(newest.Id, slice.Entries[^1].Article.Id);
    }

    [Theory]
    [MemberData(nameof(Transports))]
    public async Task A_cursor_of_another_life_or_of_the_future_is_answered_with_where_things_stand(string transport)
    {
        await using var reader = Recorders[transport](_hub.Address);
        var newest = await _newsroom.Publish("Where things stand");
        await Eventually.Is(() => reader.Ask(null), slice => slice.Cursor == newest.Cursor);
        var now = Place.Parse(newest.Cursor!);

        foreach (var cursor in new[] { new Place("0ther11fe", 1), now with { Seq = now.Seq + 1_000_000 } })
        {
            var slice = await reader.Ask(cursor.ToString());

            Assert.False(slice.Recovered);
            Assert.Equal(newest.Cursor, slice.Cursor);
            Assert.Equal("Where things stand", slice.Entries[^1].Article.Headline);
        }

        Assert.True((await reader.Ask(newest.Cursor)).Recovered);
    }

    private async Task<IRecorder> Begin(string transport)
    {
        var reader = Recorders[transport](_hub.Address);
        reader.Tape.Begin((await Wire.Now(_newsroom.Http)).ToString());
        return reader;
    }

    /// <summary>Now with science, now without; world always.</summary>
    private static async Task Turn(IRecorder reader, CancellationToken stop)
    {
        for (var with = true; !stop.IsCancellationRequested; with = !with)
        {
            var seen = reader.Tape.Count;
            await reader.Follow(with ? ["section/world", "section/science"] : ["section/world"]);
            while (reader.Tape.Count < seen + 3 && !stop.IsCancellationRequested) await Task.Delay(1, CancellationToken.None);
        }
    }

    private static async Task<int> CutAgainAndAgain(IRecorder reader, CancellationToken stop)
    {
        var (random, cuts, next) = (new Random(7), 0, 5);
        while (!stop.IsCancellationRequested)
        {
            if (reader.Tape.Count >= next)
            {
                reader.Cut();
                cuts++;
                next = reader.Tape.Count + random.Next(1, 15);
            }

            await Task.Delay(1, CancellationToken.None);
        }

        return cuts;
    }

    private static async Task Caught(IRecorder reader, BusyDay day, Task reading)
    {
        var last = day.Diary.Keys.Max();
        await Eventually.Is(() => reading.IsCompleted || Place.Parse(reader.Tape.Cursor!).Seq >= last);
        if (reading.IsCompleted) await reading;
    }

    private static void Holds(Tape tape, BusyDay day)
    {
        var entries = tape.Entries;

        Assert.Equal(entries.Select(entry => entry.Seq).Distinct().Order(), entries.Select(entry => entry.Seq));
        Assert.All(entries, entry => Assert.Equal(day.Diary[entry.Seq], (entry.Kind, entry.Article.Id)));
        // Only what was erased while the line was cut may be missing.
        foreach (var seq in day.Diary.Keys.Except(entries.Select(entry => entry.Seq)))
            Assert.True(day.IsErased(seq), $"{seq}, {day.Diary[seq]}, is missing.");
        Assert.Empty(tape.Spilled(day.Erased));
    }
}

/// <summary>One hub for the tests of a class.</summary>
public sealed class RunningHub : IAsyncLifetime
{
    public HubProcess Hub { get; private set; } = null!;

    public async Task InitializeAsync() => Hub = await HubProcess.StartFresh();

    public async Task DisposeAsync() => await Hub.DisposeAsync();
}
