using System.Net.Http.Json;
using System.Net.WebSockets;
using Microsoft.AspNetCore.SignalR.Client;
using NewsHub.Traffic.Hub;
using HubException = Microsoft.AspNetCore.SignalR.HubException;

namespace NewsHub.Traffic.Readers;

/// <summary>A reader with a live connection: subscribes to topics, opens articles, reacts to some and reconnects after a failure.</summary>
internal sealed class Reader(Uri hub, string[] topics, Random random, RunContext context)
{
    private static readonly TimeSpan Reading = TimeSpan.FromSeconds(3);
    private const string Reaction = "veryGood";

    private readonly HashSet<string> _topics = [.. topics];
    private readonly SequenceCheck _check = new();
    private readonly HashSet<long> _missing = [];
    private string? _cursor;
    private string? _token;

    /// <summary>Entries received before the response to Subscribe was processed; null afterwards.</summary>
    private List<WireEntry>? _early;

    public bool IsLive { get; private set; }

    public long Missed { get { lock (_check) return _missing.Count; } }

    public long Repeated { get { lock (_check) return _check.Repeated; } }

    public long OutOfOrder { get { lock (_check) return _check.OutOfOrder; } }

    /// <summary>Reads until cancelled.</summary>
    public async Task Run(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            try
            {
                _token ??= await RequestToken(stop);
                await using var connection = Connect();
                using var ended = CancellationTokenSource.CreateLinkedTokenSource(stop);
                connection.Closed += _ => ended.CancelAsync();
                connection.On<int>("move", seconds => ended.CancelAfter(TimeSpan.FromSeconds(seconds * random.NextDouble())));
                await connection.StartAsync(stop);
                await Subscribe(connection, stop);
                await Browse(connection, ended.Token);
            }
            catch (Exception cause) when (cause is HttpRequestException or IOException or WebSocketException or HubException or InvalidOperationException or OperationCanceledException)
            {
                if (stop.IsCancellationRequested) return;
                context.Tally.Interrupted(cause);
            }

            IsLive = false;
            await Task.Delay(TimeSpan.FromSeconds(0.2 + random.NextDouble()), context.Time, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Determines the entries that are due and were not received. A late entry is no longer missed.</summary>
    public void Audit(TimeSpan grace)
    {
        if (!IsLive) return;
        var due = context.Wire.Due(_topics, grace).ToArray();
        lock (_check)
        {
            _missing.Clear();
            _missing.UnionWith(due.Where(_check.Misses));
        }
    }

    /// <summary>Gets an identity from the hub, so that it does not take all readers of this machine for one. Null when the hub gives none: the reader goes on without.</summary>
    private async Task<string?> RequestToken(CancellationToken stop)
    {
        using var response = await context.Http.PostAsync(new Uri(hub, "/api/readers"), null, stop);
        return response.IsSuccessStatusCode ? (await response.Content.ReadFromJsonAsync<Identity>(stop))?.Token : null;
    }

    private HubConnection Connect()
    {
        var connection = new HubConnectionBuilder().WithUrl(new Uri(hub, "/live"), options =>
        {
            if (_token is not null) options.Headers["NewsHub-Reader"] = _token;
        }).Build();
        connection.On<WireEntry>("entry", entry =>
        {
            context.Wire.Arrived(entry);
            context.Tally.Delivered();
            lock (_check)
            {
                if (_early is not null) _early.Add(entry);
                else ApplyUnsynchronized(entry);
            }
        });
        connection.On<WireRanking>("ranking", context.Rankings.Offer);
        connection.On<WireRankingDelta>("rankingDelta", context.Rankings.Offer);
        return connection;
    }

    private async Task Subscribe(HubConnection connection, CancellationToken stop)
    {
        lock (_check) _early = [];
        var isReconnect = _cursor is not null;
        var subscribed = await connection.InvokeAsync<Subscribed>("Subscribe", topics, _cursor, stop);
        foreach (var ranking in subscribed.Rankings ?? []) context.Rankings.Offer(ranking);
        lock (_check)
        {
            if (isReconnect && subscribed.Recovered) CatchUpUnsynchronized(subscribed);
            else StartUnsynchronized(subscribed);
            // The response covers everything up to its cursor.
            foreach (var entry in _early.Where(entry => entry.Seq > Receipt.SequenceOf(subscribed.Cursor))) ApplyUnsynchronized(entry);
            _early = null;
        }

        if (isReconnect && !subscribed.Recovered) context.Tally.NotRecovered();
        IsLive = true;
    }

    private void CatchUpUnsynchronized(Subscribed subscribed)
    {
        foreach (var entry in subscribed.Entries)
        {
            context.Wire.CaughtUp(entry);
            ApplyUnsynchronized(entry);
        }

        _cursor = subscribed.Cursor;
    }

    private void StartUnsynchronized(Subscribed subscribed)
    {
        _cursor = subscribed.Cursor;
        _check.Start(Receipt.SequenceOf(subscribed.Cursor));
        foreach (var entry in subscribed.Entries) context.Notice(entry);
    }

    private void ApplyUnsynchronized(WireEntry entry)
    {
        _cursor = entry.Cursor;
        _check.Show(entry.Seq, entry.MayOvertake);
        _missing.Remove(entry.Seq);
        context.Notice(entry);
    }

    private async Task Browse(HubConnection connection, CancellationToken ended)
    {
        while (true)
        {
            await Task.Delay(Reading * -Math.Log(1 - random.NextDouble()), context.Time, ended);
            if (context.Attention.Choose() is not { } articleId) continue;
            await connection.SendAsync("Read", articleId, ended);
            context.Tally.Read();
            if (random.Next(8) is not 0) continue;
            await connection.SendAsync(random.Next(10) is 0 ? "TakeBack" : "React", articleId, Reaction, ended);
            context.Tally.Reacted();
        }
    }

    private sealed record Identity(string Token);
}
