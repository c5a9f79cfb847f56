using System.Net.Http.Json;

namespace NewsHub.EndToEndTests.Pages;

/// <summary>Writes a live blog, as a newsroom does.</summary>
internal sealed class LiveBlogDesk
{
    private readonly Newsroom _newsroom;

    private LiveBlogDesk(Newsroom newsroom, string article) => (_newsroom, Article) = (newsroom, article);

    /// <summary>The id of the article.</summary>
    public string Article { get; }

    public string Path => $"/articles/{Article}";

    public static async Task<LiveBlogDesk> Start(Newsroom newsroom, string headline, string language = "en", string order = "newest")
    {
        var receipt = await newsroom.Send("/api/articles", new
        {
            headline,
            language,
            section = "world",
            summary = $"All about: {headline}",
            body = "What has happened so far, in one paragraph.",
            byline = "Ada Quill",
            status = "published",
            coverage = new { state = "live", order },
        }, NewKey());
        return new LiveBlogDesk(newsroom, receipt.Receipt.Id);
    }

    /// <summary>Publishes a post and returns its id.</summary>
    public Task<string> Post(string title, string? body = null, bool key = false) => Post(new { title, body = body ?? $"{title}, in full.", key, status = "published" });

    /// <inheritdoc cref="Post(string, string?, bool)"/>
    public async Task<string> Post(object post) => (await _newsroom.Send($"/api{Path}/posts", post, NewKey())).Receipt.Id;

    /// <summary>Sends a command such as <c>correct</c>, <c>strike</c> or <c>key</c>.</summary>
    public Task Send(string post, string command, object body) => _newsroom.Send($"/api{Path}/posts/{post}/{command}", body, NewKey());

    /// <summary>Sends a command such as <c>pin</c> or <c>end</c>.</summary>
    public Task Coverage(string command, object? body = null) => _newsroom.Send($"/api{Path}/coverage/{command}", body ?? new { }, NewKey());

    public Task Edit(string post, object fields) => Send(HttpMethod.Patch, post, fields);

    public Task Remove(string post) => Send(HttpMethod.Delete, post, null);

    private async Task Send(HttpMethod method, string post, object? body)
    {
        using var request = new HttpRequestMessage(method, $"/api{Path}/posts/{post}") { Content = body is null ? null : JsonContent.Create(body) };
        if (body is not null) request.Headers.Add("If-Match", "*");
        using var response = await _newsroom.Http.SendAsync(request);
        if (!response.IsSuccessStatusCode) throw new InvalidOperationException($"{method} {post}: {(int)response.StatusCode} {await response.Content.ReadAsStringAsync()}");
    }

    private static string NewKey() => Guid.NewGuid().ToString("N");
}
