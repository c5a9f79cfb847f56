using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace NewsHub.Client;

/// <summary>The hub's HTTP endpoints: reads, reactions and the event stream.</summary>
internal sealed class HubApi(Uri hub) : IDisposable
{
    /// <summary>The header with the token of the reader.</summary>
    public const string ReaderHeader = "NewsHub-Reader";

    /// <summary>Largest answer in bytes, apart from the event stream. The hub's own are counts and problem details of at most a few KB.</summary>
    private const int MaxAnswerBytes = 256 * 1024;

    /// <summary>Largest list of posts in bytes: 100 × at most 48 KB, rounded up.</summary>
    private const int MaxListBytes = 5 * 1024 * 1024;

    /// <summary>A position above that of every post, 2^53 − 1: the page before it has the newest posts in either order.</summary>
    private const long LastPosition = (1L << 53) - 1;

    /// <summary>The parameters of the event stream. An error of one of them in the answer is the hub's.</summary>
    private static readonly string[] StreamParameters = ["topics", "after"];

    private readonly HttpClient _http = new() { BaseAddress = hub, Timeout = TimeSpan.FromSeconds(30), MaxResponseContentBufferSize = MaxAnswerBytes };
    private volatile string? _reader;

    /// <summary>The token of the reader, which every request has from now on; null if there is none. Thread-safe.</summary>
    public string? Reader
    {
        get => _reader;
        set => _reader = value;
    }

    public void Dispose() => _http.Dispose();

    /// <summary>Exchanges the current token for a valid one: the same while the hub accepts it.</summary>
    /// <exception cref="HttpRequestException">The hub is unavailable, or issues no token now.</exception>
    public async Task<string> RequestReader(CancellationToken stop)
    {
        using var response = await Send(HttpMethod.Post, "api/readers", stop);
        if (!response.IsSuccessStatusCode || MediaTypeOf(response) is not "application/json") throw FailureOf(response);
        return (await response.Content.ReadFromJsonAsync(ClientJson.Default.ReaderToken, stop))?.Token ?? throw new JsonException("The hub returned no token.");
    }

    /// <exception cref="RefusedException">There is no such article.</exception>
    public async Task Read(string articleId, CancellationToken stop)
    {
        using var response = await Send(HttpMethod.Post, ArticlePath(articleId, "reads"), stop);
        await ThrowIfRefused(response, stop);
    }

    /// <exception cref="RefusedException">There is no such article or reaction.</exception>
    public async Task<Counts> React(string articleId, string reaction, bool on, CancellationToken stop)
    {
        using var request = Request(on ? HttpMethod.Post : HttpMethod.Delete, ArticlePath(articleId, "reactions"));
        request.Content = JsonContent.Create(new ReactionRequest(reaction), ClientJson.Default.ReactionRequest);
        using var response = await _http.SendAsync(request, stop);
        await ThrowIfRefused(response, stop);
        return await response.Content.ReadFromJsonAsync(ClientJson.Default.Counts, stop) ?? throw new JsonException("The hub returned an empty response.");
    }

    /// <summary>Reads the newest posts of a live blog, in its order.</summary>
    /// <exception cref="RefusedException">There is no such public live blog.</exception>
    public async Task<PostList> ListPosts(string articleId, int limit, CancellationToken stop)
    {
        using var request = Request(HttpMethod.Get, $"{ArticlePath(articleId, "posts")}?before={LastPosition}&limit={limit}");
        using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, stop);
        await ThrowIfRefused(response, stop);
        await response.Content.LoadIntoBufferAsync(MaxListBytes, stop);
        return await response.Content.ReadFromJsonAsync(ClientJson.Default.PostList, stop) ?? throw new JsonException("The hub returned an empty response.");
    }

    /// <summary>Opens the stream of server-sent events for these topics.</summary>
    /// <exception cref="RefusedException">The hub does not have one of the topics.</exception>
    /// <exception cref="HttpRequestException">The hub is unavailable, or something else answered in its place, with any status.</exception>
    public async Task<Stream> OpenEvents(IReadOnlyCollection<string> topics, string? after, CancellationToken stop)
    {
        var path = $"live/events?topics={Uri.EscapeDataString(string.Join(',', topics))}";
        if (after is not null) path += $"&after={Uri.EscapeDataString(after)}";
        using var request = Request(HttpMethod.Get, path);
        request.Headers.Accept.Add(new("text/event-stream"));
        var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, stop);
        if (response.StatusCode is HttpStatusCode.OK && MediaTypeOf(response) is "text/event-stream") return await response.Content.ReadAsStreamAsync(stop);
        using (response)
        {
            var errors = (await ReadProblem(response, stop))?.Errors;
            var reasons = StreamParameters.SelectMany(parameter => errors?.GetValueOrDefault(parameter) ?? []).ToArray();
            throw reasons.Length > 0 ? new RefusedException(string.Join(' ', reasons)) : FailureOf(response);
        }
    }

    private async Task<HttpResponseMessage> Send(HttpMethod method, string path, CancellationToken stop)
    {
        using var request = Request(method, path);
        return await _http.SendAsync(request, stop);
    }

    private HttpRequestMessage Request(HttpMethod method, string path)
    {
        var request = new HttpRequestMessage(method, path);
        if (Reader is { } token) request.Headers.TryAddWithoutValidation(ReaderHeader, token);
        return request;
    }

    private static string ArticlePath(string id, string resource) => $"api/articles/{Uri.EscapeDataString(id)}/{resource}";

    // The hub itself never answers with HTML, and gives the reason of every refusal. Everything else, such as the error page of a proxy while the hub restarts, is a failure that passes.
    private static async Task ThrowIfRefused(HttpResponseMessage response, CancellationToken stop)
    {
        if (response.IsSuccessStatusCode && MediaTypeOf(response) is not "text/html") return;
        var problem = await ReadProblem(response, stop);
        if (problem?.Errors is { Count: > 0 } errors) throw new RefusedException(string.Join(' ', errors.Values.SelectMany(reasons => reasons)));
        if (problem?.Detail is { } detail && IsRefusal(response.StatusCode)) throw new RefusedException(detail);
        throw FailureOf(response);
    }

    // The other statuses are sent by proxies, or ask for a repetition.
    private static bool IsRefusal(HttpStatusCode status) =>
        status is HttpStatusCode.BadRequest or HttpStatusCode.NotFound or HttpStatusCode.Gone or HttpStatusCode.RequestEntityTooLarge;

    private static HttpRequestException FailureOf(HttpResponseMessage response) =>
        new($"The address of the hub answered with status {(int)response.StatusCode} and content type {MediaTypeOf(response) ?? "none"}.", null, response.StatusCode);

    private static string? MediaTypeOf(HttpResponseMessage response) => response.Content.Headers.ContentType?.MediaType?.ToLowerInvariant();

    /// <summary>Returns the problem details (RFC 9457) of a refusal; null if the response has none.</summary>
    private static async Task<Problem?> ReadProblem(HttpResponseMessage response, CancellationToken stop)
    {
        if ((int)response.StatusCode is < 400 or >= 500 || MediaTypeOf(response) is not "application/problem+json") return null;
        await response.Content.LoadIntoBufferAsync(MaxAnswerBytes, stop);
        try
        {
            return await response.Content.ReadFromJsonAsync(ClientJson.Default.Problem, stop);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    internal sealed record ReactionRequest(string Reaction);

    internal sealed record ReaderToken(string Token);

    internal sealed record Problem(string? Detail, IReadOnlyDictionary<string, string[]>? Errors);
}
