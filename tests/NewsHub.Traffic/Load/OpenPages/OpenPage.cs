using System.Net.ServerSentEvents;
using System.Text.Json;

namespace NewsHub.Traffic.Load.OpenPages;

/// <summary>A page of an article in a browser: follows the article and fetches the new text when it is corrected, as the script of the hub's pages does.</summary>
internal sealed class OpenPage(HttpClient http, string article, TimeProvider time) : IDisposable
{
    private HttpResponseMessage? _events;

    /// <summary>Connects. Returns when the hub has accepted the connection.</summary>
    /// <exception cref="HttpRequestException">The hub refuses it.</exception>
    public async Task Open(CancellationToken stop)
    {
        _events = await http.GetAsync($"/live/events?topics=article/{article}", HttpCompletionOption.ResponseHeadersRead, stop);
        _events.EnsureSuccessStatusCode();
    }

    /// <summary>Calls <paramref name="shown"/> after each fetch of a corrected text, with the status of the response. Requires <see cref="Open"/>.</summary>
    public async Task Follow(Action<bool> shown, CancellationToken stop)
    {
        await foreach (var item in SseParser.Create(await _events!.Content.ReadAsStreamAsync(stop)).EnumerateAsync(stop))
        {
            if (item.EventType != "entry") continue;
            var entry = JsonElement.Parse(item.Data);
            if (entry.GetProperty("kind").GetString() != "corrected") continue;
            await Task.Delay(TimeSpan.FromMilliseconds(Random.Shared.NextDouble() * entry.GetProperty("fetchWithinMs").GetInt32()), time, stop);
            using var text = await http.GetAsync($"/articles/{article}/at/{entry.GetProperty("article").GetProperty("version").GetInt32()}", stop);
            shown(text.IsSuccessStatusCode);
        }
    }

    public void Dispose() => _events?.Dispose();
}
