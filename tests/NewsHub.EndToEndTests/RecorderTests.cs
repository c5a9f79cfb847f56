using Microsoft.AspNetCore.Http.Connections;
using NewsHub.EndToEndTests.Recording;
using Xunit;

namespace NewsHub.EndToEndTests;

/// <summary>Every transport delivers each entry once and in order, however often the connection is aborted.</summary>
public sealed class RecorderTests : IClassFixture<RunningHub>, IDisposable
{
    private const int Commands = 250;

    private readonly HubProcess _hub;
    private readonly Newsroom _newsroom;

    public RecorderTests(RunningHub running) => (_hub, _newsroom) = (running.Hub, running.Hub.OpenNewsroom());

    public static TheoryData<string> Transports => [.. Recorders.Keys];

    internal static readonly Dictionary<string, Func<Uri, IRecorder>> Recorders = new()
    {
        ["SignalR with JSON"] = hub => new SignalRRecorder(hub, Protocols.Json),
        ["SignalR with MessagePack"] = hub => new SignalRRecorder(hub, Protocols.MessagePack),
        ["SignalR with JSON, compressed"] = hub => new SignalRRecorder(hub, Protocols.Json, isCompressed: true),
        ["SignalR with MessagePack, compressed"] = hub => new SignalRRecorder(hub, Protocols.MessagePack, isCompressed: true),
        ["SignalR over long polling"] = hub => new SignalRRecorder(hub, Protocols.Json, HttpTransportType.LongPolling),
        ["server-sent events"] = hub => new EventRecorder(hub),
        ["long polls of the wire"] = hub => new LongPollRecorder(hub),
    };

    public void Dispose() => _newsroom.Dispose();

    [Theory]
    [MemberData(nameof(Transports))]
    public async Task Reader_with_repeated_aborts_gets_each_entry_once_and_in_order(string transport)
    {
        await using var reader = await StartReader(transport);
        using var stop = new CancellationTokenSource();
        var (workload, reading) = (new RandomWorkload(_newsroom, seed: 20), reader.Read(stop.Token));

        var aborting = AbortRepeatedly(reader, stop.Token);
        await workload.Run(Commands);
        await WaitUntilCaughtUp(reader, workload, reading);
        await stop.CancelAsync();
        var aborts = await aborting;
        await reading;

        Assert.True(aborts >= 10, $"The connection was aborted only {aborts} times.");
        AssertReceived(reader.Tape, workload);
    }

    [Fact]
    public async Task Readers_of_every_transport_resume_from_their_cursors_after_a_kill_and_restart()
    {
        using var stop = new CancellationTokenSource();
        var readers = await Task.WhenAll(Recorders.Keys.Select(StartReader));
        var reading = readers.Select(reader => reader.Read(stop.Token)).ToArray();
        var workload = new RandomWorkload(_newsroom, seed: 21);

        await workload.Run(60);
        await _hub.Kill();
        await _hub.Restart();
        await workload.Run(60);
        await Task.WhenAll(readers.Zip(reading, (reader, task) => WaitUntilCaughtUp(reader, workload, task)));
        await stop.CancelAsync();
        await Task.WhenAll(reading);

        Assert.All(readers, reader => AssertReceived(reader.Tape, workload));
        foreach (var reader in readers) await reader.DisposeAsync();
    }

    [Theory]
    [MemberData(nameof(Transports))]
    public async Task Changing_topics_causes_no_gap_and_no_repeat(string transport)
    {
        await using var reader = await StartReader(transport);
        await reader.SetTopics("section/world");
        using var stop = new CancellationTokenSource();
        var reading = reader.Read(stop.Token);
        var (world, all) = (new List<string>(), new List<string>());
        var toggling = ToggleTopic(reader, stop.Token);

        for (var i = 0; i < 60; i++)
        {
            world.Add((await _newsroom.Publish($"World {i}")).Id);
            await _newsroom.Publish($"Science {i}", "science");
        }

        await stop.CancelAsync();
        await toggling;
        await reading;
        using var stopAgain = new CancellationTokenSource();
        await reader.SetTopics("section/world", "section/science");
        reading = reader.Read(stopAgain.Token);
        for (var i = 0; i < 5; i++) all.Add((await _newsroom.Publish($"Both {i}", i % 2 == 0 ? "world" : "science")).Id);
        await Eventually.Is(() => reader.Tape.Entries.Any(entry => entry.Article.Id == all[^1]));
        await stopAgain.CancelAsync();
        await reading;

        var entries = reader.Tape.Entries;
        Assert.Equal(entries.Select(entry => entry.Seq).Distinct().Order(), entries.Select(entry => entry.Seq));
        Assert.Empty(world.Concat(all).Except(entries.Select(entry => entry.Article.Id)));
        Assert.Contains(entries, entry => entry.Article.Headline!.StartsWith("Science", StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Transports))]
    public async Task Request_without_a_cursor_returns_the_newest_entries(string transport)
    {
        await using var reader = Recorders[transport](_hub.Address);
        var newest = await _newsroom.Publish("The newest entry");
        await Eventually.Is(() => reader.Ask(null), slice => slice.Cursor == newest.Cursor);

        var slice = await reader.Ask(null);

        Assert.True(slice.Recovered);
        Assert.Equal(newest.Id, slice.Entries[^1].Article.Id);
    }

    [Theory]
    [MemberData(nameof(Transports))]
    public async Task Cursor_of_another_epoch_or_beyond_the_end_returns_an_unrecovered_snapshot(string transport)
    {
        await using var reader = Recorders[transport](_hub.Address);
        var newest = await _newsroom.Publish("The current end");
        await Eventually.Is(() => reader.Ask(null), slice => slice.Cursor == newest.Cursor);
        var now = WireCursor.Parse(newest.Cursor!);

        foreach (var cursor in new[] { new WireCursor("0ther11fe", 1), now with { Seq = now.Seq + 1_000_000 } })
        {
            var slice = await reader.Ask(cursor.ToString());

            Assert.False(slice.Recovered);
            Assert.Equal(newest.Cursor, slice.Cursor);
            Assert.Equal("The current end", slice.Entries[^1].Article.Headline);
        }

        Assert.True((await reader.Ask(newest.Cursor)).Recovered);
    }

    private async Task<IRecorder> StartReader(string transport)
    {
        var reader = Recorders[transport](_hub.Address);
        reader.Tape.StartAt((await Wire.CurrentCursor(_newsroom.Http)).ToString());
        return reader;
    }

    /// <summary>Alternately adds and removes section/science; section/world stays.</summary>
    private static async Task ToggleTopic(IRecorder reader, CancellationToken stop)
    {
        for (var withScience = true; !stop.IsCancellationRequested; withScience = !withScience)
        {
            var seen = reader.Tape.Count;
            await reader.SetTopics(withScience ? ["section/world", "section/science"] : ["section/world"]);
            while (reader.Tape.Count < seen + 3 && !stop.IsCancellationRequested) await Task.Delay(1, CancellationToken.None);
        }
    }

    private static async Task<int> AbortRepeatedly(IRecorder reader, CancellationToken stop)
    {
        var (random, aborts, next) = (new Random(7), 0, 5);
        while (!stop.IsCancellationRequested)
        {
            if (reader.Tape.Count >= next)
            {
                reader.Abort();
                aborts++;
                next = reader.Tape.Count + random.Next(1, 15);
            }

            await Task.Delay(1, CancellationToken.None);
        }

        return aborts;
    }

    private static async Task WaitUntilCaughtUp(IRecorder reader, RandomWorkload workload, Task reading)
    {
        var last = workload.Expected.Keys.Max();
        await Eventually.Is(() => reading.IsCompleted || WireCursor.Parse(reader.Tape.Cursor!).Seq >= last);
        if (reading.IsCompleted) await reading;
    }

    private static void AssertReceived(Tape tape, RandomWorkload workload)
    {
        var entries = tape.Entries;

        Assert.Equal(entries.Select(entry => entry.Seq).Distinct().Order(), entries.Select(entry => entry.Seq));
        Assert.All(entries, entry => Assert.Equal(workload.Expected[entry.Seq], (entry.Kind, entry.Article.Id)));
        // Only entries erased while the reader was disconnected may be missing.
        foreach (var seq in workload.Expected.Keys.Except(entries.Select(entry => entry.Seq)))
            Assert.True(workload.IsErased(seq), $"{seq}, {workload.Expected[seq]}, is missing.");
        Assert.Empty(tape.FindErased(workload.Erased));
    }
}

/// <summary>One hub shared by the tests of a class.</summary>
public sealed class RunningHub : IAsyncLifetime
{
    public HubProcess Hub { get; private set; } = null!;

    public async Task InitializeAsync() => Hub = await HubProcess.StartFresh();

    public async Task DisposeAsync() => await Hub.DisposeAsync();
}
