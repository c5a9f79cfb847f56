using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace NewsHub.Client;

/// <summary>The hub over plain HTTP, for what goes without a line and for where there is none.</summary>
internal sealed class HubApi(Uri hub) : IDisposable
{
    private readonly HttpClient _http = new() { BaseAddress = hub, Timeout = TimeSpan.FromSeconds(30) };

    public void Dispose() => _http.Dispose();

    /// <exception cref="RefusedException">There is no such article.</exception>
    public async Task Read(string articleId, CancellationToken stop)
    {
        using var answer = await _http.PostAsync(Article(articleId, "reads"), null, stop);
        await Refuse(answer, stop);
    }

    /// <exception cref="RefusedException">There is no such article or reaction.</exception>
    public async Task<Counts> React(string articleId, string reaction, bool on, CancellationToken stop)
    {
        using var request = new HttpRequestMessage(on ? HttpMethod.Post : HttpMethod.Delete, Article(articleId, "reactions"))
        {
            Content = JsonContent.Create(new Given(reaction), ClientJson.Default.Given),
        };
        using var answer = await _http.SendAsync(request, stop);
        await Refuse(answer, stop);
        return await answer.Content.ReadFromJsonAsync(ClientJson.Default.Counts, stop) ?? throw new JsonException("The hub answered with nothing.");
    }

    /// <summary>The stream of server-sent events of these topics.</summary>
    /// <exception cref="RefusedException">The hub does not have them.</exception>
    public async Task<Stream> OpenEvents(IReadOnlyCollection<string> topics, string? after, CancellationToken stop)
    {
        var path = $"live/events?topics={Uri.EscapeDataString(string.Join(',', topics))}";
        if (after is not null) path += $"&after={Uri.EscapeDataString(after)}";
        using var request = new HttpRequestMessage(HttpMethod.Get, path) { Headers = { Accept = { new("text/event-stream") } } };
        var answer = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, stop);
        if (answer.IsSuccessStatusCode) return await answer.Content.ReadAsStreamAsync(stop);
        using (answer) await Refuse(answer, stop);
        throw new HttpRequestException($"The hub answered {(int)answer.StatusCode}.");
    }

    private static string Article(string id, string what) => $"api/articles/{Uri.EscapeDataString(id)}/{what}";

    private static async Task Refuse(HttpResponseMessage answer, CancellationToken stop)
    {
        var isRefused = (int)answer.StatusCode is >= 400 and < 500 && answer.StatusCode is not (HttpStatusCode.TooManyRequests or HttpStatusCode.RequestTimeout);
        if (isRefused) throw new RefusedException(await ReasonOf(answer, stop));
        answer.EnsureSuccessStatusCode();
    }

    // As its problem details say (RFC 9457); a proxy may answer with something else.
    private static async Task<string> ReasonOf(HttpResponseMessage answer, CancellationToken stop)
    {
        var otherwise = $"The hub answered {(int)answer.StatusCode}.";
        if (answer.Content.Headers.ContentType?.MediaType is not "application/problem+json") return otherwise;
        var problem = await answer.Content.ReadFromJsonAsync(ClientJson.Default.Problem, stop);
        return problem?.Detail ?? (problem?.Errors is { } errors ? string.Join(' ', errors.Values.SelectMany(reasons => reasons)) : problem?.Title) ?? otherwise;
    }

    internal sealed record Given(string Reaction);

    internal sealed record Problem(string? Title, string? Detail, IReadOnlyDictionary<string, string[]>? Errors);
}
