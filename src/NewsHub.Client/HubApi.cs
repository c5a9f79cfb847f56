using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace NewsHub.Client;

/// <summary>The hub's HTTP endpoints: reads, reactions and the event stream.</summary>
internal sealed class HubApi(Uri hub) : IDisposable
{
    private readonly HttpClient _http = new() { BaseAddress = hub, Timeout = TimeSpan.FromSeconds(30) };

    public void Dispose() => _http.Dispose();

    /// <exception cref="RefusedException">There is no such article.</exception>
    public async Task Read(string articleId, CancellationToken stop)
    {
        using var response = await _http.PostAsync(ArticlePath(articleId, "reads"), null, stop);
        await ThrowIfRefused(response, stop);
    }

    /// <exception cref="RefusedException">There is no such article or reaction.</exception>
    public async Task<Counts> React(string articleId, string reaction, bool on, CancellationToken stop)
    {
        using var request = new HttpRequestMessage(on ? HttpMethod.Post : HttpMethod.Delete, ArticlePath(articleId, "reactions"))
        {
            Content = JsonContent.Create(new ReactionRequest(reaction), ClientJson.Default.ReactionRequest),
        };
        using var response = await _http.SendAsync(request, stop);
        await ThrowIfRefused(response, stop);
        return await response.Content.ReadFromJsonAsync(ClientJson.Default.Counts, stop) ?? throw new JsonException("The hub returned an empty response.");
    }

    /// <summary>Opens the stream of server-sent events for these topics.</summary>
    /// <exception cref="RefusedException">The hub does not have one of the topics.</exception>
    public async Task<Stream> OpenEvents(IReadOnlyCollection<string> topics, string? after, CancellationToken stop)
    {
        var path = $"live/events?topics={Uri.EscapeDataString(string.Join(',', topics))}";
        if (after is not null) path += $"&after={Uri.EscapeDataString(after)}";
        using var request = new HttpRequestMessage(HttpMethod.Get, path) { Headers = { Accept = { new("text/event-stream") } } };
        var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, stop);
        if (response.IsSuccessStatusCode) return await response.Content.ReadAsStreamAsync(stop);
        using (response) await ThrowIfRefused(response, stop);
        throw new HttpRequestException($"The hub returned status {(int)response.StatusCode}.");
    }

    private static string ArticlePath(string id, string resource) => $"api/articles/{Uri.EscapeDataString(id)}/{resource}";

    private static async Task ThrowIfRefused(HttpResponseMessage response, CancellationToken stop)
    {
        var isRefused = (int)response.StatusCode is >= 400 and < 500
            && response.StatusCode is not (HttpStatusCode.TooManyRequests or HttpStatusCode.RequestTimeout);
        if (isRefused) throw new RefusedException(await ReadReason(response, stop));
        response.EnsureSuccessStatusCode();
    }

    // From the problem details (RFC 9457), if any: a proxy may return another content type.
    private static async Task<string> ReadReason(HttpResponseMessage response, CancellationToken stop)
    {
        var fallback = $"The hub returned status {(int)response.StatusCode}.";
        if (response.Content.Headers.ContentType?.MediaType is not "application/problem+json") return fallback;
        var problem = await response.Content.ReadFromJsonAsync(ClientJson.Default.Problem, stop);
        return problem?.Detail ?? (problem?.Errors is { } errors ? string.Join(' ', errors.Values.SelectMany(reasons => reasons)) : problem?.Title) ?? fallback;
    }

    internal sealed record ReactionRequest(string Reaction);

    internal sealed record Problem(string? Title, string? Detail, IReadOnlyDictionary<string, string[]>? Errors);
}
