using System.Net.WebSockets;
using Microsoft.AspNetCore.SignalR.Client;
using NewsHub.Traffic.Hub;
using HubException = Microsoft.AspNetCore.SignalR.HubException;

namespace NewsHub.Traffic.Readers;

/// <summary>A reader with a live connection: follows topics, opens articles and reacts to some, and comes back after a cut.</summary>
internal sealed class Reader(Uri hub, string[] topics, Random random, Room room)
{
    private static readonly TimeSpan Reading = TimeSpan.FromSeconds(3);
    private const string Reaction = "veryGood";

    private readonly HashSet<string> _topics = [.. topics];
    private readonly SequenceCheck _check = new();
    private readonly HashSet<long> _missing = [];
    private string? _cursor;

    /// <summary>What is pushed before the answer to Subscribe was taken in; null once it was.</summary>
    private List<WireEntry>? _early;

    public bool IsLive { get; private set; }

    public long Missed { get { lock (_check) return _missing.Count; } }

    public long Repeated { get { lock (_check) return _check.Repeated; } }

    public long OutOfOrder { get { lock (_check) return _check.OutOfOrder; } }

    /// <summary>Reads until told to stop.</summary>
    public async Task ReadOn(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            try
            {
                await using var connection = Connect();
                using var left = CancellationTokenSource.CreateLinkedTokenSource(stop);
                connection.Closed += _ => left.CancelAsync();
                connection.On<int>("move", seconds => left.CancelAfter(TimeSpan.FromSeconds(seconds * random.NextDouble())));
                await connection.StartAsync(stop);
                await Subscribe(connection, stop);
                await Browse(connection, left.Token);
            }
            catch (Exception cause) when (cause is HttpRequestException or IOException or WebSocketException or HubException or InvalidOperationException or OperationCanceledException)
            {
                if (stop.IsCancellationRequested) return;
                room.Tally.Interrupted(cause);
            }

            IsLive = false;
            await Task.Delay(TimeSpan.FromSeconds(0.2 + random.NextDouble()), room.Time, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Counts what is due and was not shown. What comes late after all is no longer missed.</summary>
    public void Audit(TimeSpan patience)
    {
        if (!IsLive) return;
        var due = room.Wire.Due(_topics, patience).ToArray();
        lock (_check)
        {
            _missing.Clear();
            _missing.UnionWith(due.Where(_check.Misses));
        }
    }

    private HubConnection Connect()
    {
        var connection = new HubConnectionBuilder().WithUrl(new Uri(hub, "/live")).Build();
        connection.On<WireEntry>("entry", entry =>
        {
            room.Wire.Arrived(entry);
            room.Tally.Delivered();
            lock (_check)
            {
                if (_early is not null) _early.Add(entry);
                else TakeUnsynchronized(entry);
            }
        });
        connection.On<WireRanking>("ranking", room.Rankings.Offer);
        return connection;
    }

    private async Task Subscribe(HubConnection connection, CancellationToken stop)
    {
        lock (_check) _early = [];
        var comesBack = _cursor is not null;
        var subscribed = await connection.InvokeAsync<Subscribed>("Subscribe", topics, _cursor, stop);
        foreach (var ranking in subscribed.Rankings ?? []) room.Rankings.Offer(ranking);
        lock (_check)
        {
            if (comesBack && subscribed.Recovered) CatchUpUnsynchronized(subscribed);
            else StartUnsynchronized(subscribed);
            // The answer speaks for everything up to its cursor.
            foreach (var entry in _early.Where(entry => entry.Seq > Receipt.SequenceOf(subscribed.Cursor))) TakeUnsynchronized(entry);
            _early = null;
        }

        if (comesBack && !subscribed.Recovered) room.Tally.NotRecovered();
        IsLive = true;
    }

    private void CatchUpUnsynchronized(Subscribed subscribed)
    {
        foreach (var entry in subscribed.Entries)
        {
            room.Wire.CaughtUp(entry);
            TakeUnsynchronized(entry);
        }

        _cursor = subscribed.Cursor;
    }

    private void StartUnsynchronized(Subscribed subscribed)
    {
        _cursor = subscribed.Cursor;
        _check.Start(Receipt.SequenceOf(subscribed.Cursor));
        foreach (var entry in subscribed.Entries) room.Notice(entry);
    }

    private void TakeUnsynchronized(WireEntry entry)
    {
        _cursor = entry.Cursor;
        _check.Show(entry.Seq, entry.MayOvertake);
        _missing.Remove(entry.Seq);
        room.Notice(entry);
    }

    private async Task Browse(HubConnection connection, CancellationToken left)
    {
        while (true)
        {
            await Task.Delay(Reading * -Math.Log(1 - random.NextDouble()), room.Time, left);
            if (room.Attention.Choose() is not { } articleId) continue;
            await connection.SendAsync("Read", articleId, left);
            room.Tally.Read();
            if (random.Next(8) is not 0) continue;
            await connection.SendAsync(random.Next(10) is 0 ? "TakeBack" : "React", articleId, Reaction, left);
            room.Tally.Reacted();
        }
    }
}
