using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;

namespace NewsHub.Traffic.Load;

/// <summary>
/// Readers that ask for the log from its beginning once a second: one half over <c>GET /api/wire</c>, the other half over <c>/live/events</c>, each
/// stream read for one second. Their requests are spread over the second: sent at once, they would measure a wave of new connections.
/// </summary>
internal sealed class CatchUpAskers(Uri hub, int count, TimeProvider time) : IDisposable
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(1);

    private readonly HttpClient _http = new() { BaseAddress = hub };
    private long _answers, _refusals;

    public long Answers => Interlocked.Read(ref _answers);

    public long Refusals => Interlocked.Read(ref _refusals);

    public async Task Run(CancellationToken stop)
    {
        var head = (await _http.GetFromJsonAsync<JsonElement>("/api/wire?limit=1", stop)).GetProperty("cursor").GetString()!;
        var first = $"{head[..head.IndexOf('.', StringComparison.Ordinal)]}.0";
        await Task.WhenAll(Enumerable.Range(0, count).Select(number => Ask(number, first, stop)));
    }

    public void Dispose() => _http.Dispose();

    private async Task Ask(int number, string first, CancellationToken stop)
    {
        var path = string.Create(CultureInfo.InvariantCulture, $"{(number % 2 == 0 ? "/api/wire?limit=500&" : "/live/events?")}topics=news&after={first}");
        await Task.Delay(Every * number / count, time, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        while (!stop.IsCancellationRequested)
        {
            var since = time.GetTimestamp();
            await Read(path, stop);
            if (Every - time.GetElapsedTime(since) is { Ticks: > 0 } rest) await Task.Delay(rest, time, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task Read(string path, CancellationToken stop)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(stop);
        end.CancelAfter(Every);
        try
        {
            using var answer = await _http.GetAsync(path, HttpCompletionOption.ResponseHeadersRead, end.Token);
            Interlocked.Increment(ref answer.IsSuccessStatusCode ? ref _answers : ref _refusals);
            await using var body = await answer.Content.ReadAsStreamAsync(end.Token);
            await body.CopyToAsync(Stream.Null, end.Token);
        }
        catch (OperationCanceledException)
        {
            // A stream has no end, and an answer that takes longer than a second is asked for again.
        }
        catch (HttpRequestException)
        {
            Interlocked.Increment(ref _refusals);
        }
    }
}
