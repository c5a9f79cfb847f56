using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using NewsHub.Traffic.Newsroom.Stories;

namespace NewsHub.Traffic.Hub;

/// <summary>HTTP client of the hub API for newsrooms.</summary>
internal sealed class HubApi : IDisposable
{
    private static readonly TimeSpan RetryTimeout = TimeSpan.FromSeconds(30);

    private readonly HttpClient _http;
    private readonly TimeProvider _time;

    public HubApi(HubAccess access, TimeProvider time)
    {
        _http = new HttpClient { BaseAddress = access.Address, Timeout = TimeSpan.FromSeconds(10) };
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", access.Key);
        _time = time;
    }

    /// <summary>Where the pictures of stories are served; null for stories without pictures.</summary>
    public Uri? Pictures { get; init; }

    /// <summary>Throws <see cref="HubException"/> unless the hub is reachable and ready.</summary>
    public async Task EnsureReadyAsync(CancellationToken stop)
    {
        try
        {
            using var health = await _http.GetAsync("/health/ready", stop);
            if (!health.IsSuccessStatusCode) throw new HubException($"The hub at {_http.BaseAddress} is not ready: {(int)health.StatusCode}.");
        }
        catch (Exception cause) when (IsUnknownOutcome(cause, stop))
        {
            throw new HubException($"No hub answers at {_http.BaseAddress}. Start one with: dotnet run --project src/NewsHub.Host", cause);
        }
    }

    public Task<Answer> Publish(Story story, CancellationToken stop) => Send(HttpMethod.Post, "/api/articles", ArticleBody.Of(story, Pictures), null, stop);

    public Task<Answer> Break(Story story, string alert, CancellationToken stop) =>
        Send(HttpMethod.Post, "/api/breaking", ArticleBody.Of(story, Pictures) with { Alert = alert }, null, stop);

    public Task<Answer> Update(string id, int version, Story story, CancellationToken stop) =>
        Send(HttpMethod.Put, $"/api/articles/{id}", ArticleBody.Of(story, Pictures), version, stop);

    public Task<Answer> Correct(string id, int version, Story corrected, string note, CancellationToken stop) =>
        Send(HttpMethod.Post, $"/api/articles/{id}/correct", ArticleBody.Of(corrected, Pictures) with { Note = note }, version, stop);

    public Task<Answer> Withhold(string id, CancellationToken stop) => Send(HttpMethod.Post, $"/api/articles/{id}/withhold", new { reason = "It is being checked." }, null, stop);

    public Task<Answer> PublishAgain(string id, CancellationToken stop) => Send(HttpMethod.Post, $"/api/articles/{id}/publish", new { }, null, stop);

    public Task<Answer> Kill(string id, string reason, CancellationToken stop) =>
        Send(HttpMethod.Post, $"/api/articles/{id}/kill", new { reason }, null, stop);

    public Task<Answer> ClearAlert(string id, CancellationToken stop) =>
        Send(HttpMethod.Post, $"/api/articles/{id}/alert", new { alert = (string?)null }, null, stop);

    /// <summary>Publishes an article with a live blog that is live.</summary>
    public Task<Answer> Cover(Story story, CancellationToken stop) =>
        Send(HttpMethod.Post, "/api/articles", ArticleBody.Of(story, Pictures) with { Coverage = new { state = "live" } }, null, stop);

    public Task<Answer> EndCoverage(string article, CancellationToken stop) => Send(HttpMethod.Post, $"/api/articles/{article}/coverage/end", new { }, null, stop);

    public Task<Answer> Pin(string article, string post, CancellationToken stop) => Send(HttpMethod.Post, $"/api/articles/{article}/coverage/pin", new { post }, null, stop);

    public Task<Answer> Post(string article, Story story, string reporter, bool isKey, CancellationToken stop) => Send(
        HttpMethod.Post, $"/api/articles/{article}/posts",
        new { title = story.Headline, body = story.Summary, authors = new[] { new { name = reporter } }, key = isKey, status = "published" }, null, stop);

    public Task<Answer> CorrectPost(string article, string post, Story story, string note, CancellationToken stop) =>
        Send(HttpMethod.Post, $"/api/articles/{article}/posts/{post}/correct", new { note, body = story.Summary }, null, stop);

    public Task<Answer> StrikePost(string article, string post, string reason, CancellationToken stop) =>
        Send(HttpMethod.Post, $"/api/articles/{article}/posts/{post}/strike", new { reason }, null, stop);

    public Task<Answer> RemovePost(string article, string post, CancellationToken stop) => Send(HttpMethod.Delete, $"/api/articles/{article}/posts/{post}", new { }, null, stop);

    public void Dispose() => _http.Dispose();

    /// <summary>Sends a command until its outcome is known, at most 30 seconds. The idempotency key makes retries safe.</summary>
    private async Task<Answer> Send<TBody>(HttpMethod method, string path, TBody body, int? ifVersion, CancellationToken stop)
    {
        var key = Guid.NewGuid().ToString("N");
        var sentAt = _time.GetTimestamp();
        while (true)
        {
            using var request = new HttpRequestMessage(method, path) { Content = JsonContent.Create(body) };
            request.Headers.Add("Idempotency-Key", key);
            if (ifVersion is not null) request.Headers.IfMatch.Add(new EntityTagHeaderValue($"\"{ifVersion}\""));
            try
            {
                using var response = await _http.SendAsync(request, stop);
                if (response.IsSuccessStatusCode) return new Answer(await response.Content.ReadFromJsonAsync<Receipt>(stop), null, sentAt);
                var problem = $"{method} {path}: {(int)response.StatusCode} {await response.Content.ReadAsStringAsync(stop)}";
                if (response.StatusCode is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden) throw new HubException($"The hub rejects the key. {problem}");
                if (response.StatusCode < HttpStatusCode.InternalServerError && response.StatusCode is not HttpStatusCode.TooManyRequests)
                    return new Answer(null, problem, sentAt);
                if (_time.GetElapsedTime(sentAt) > RetryTimeout) return new Answer(null, problem, sentAt);
            }
            catch (Exception cause) when (IsUnknownOutcome(cause, stop))
            {
                if (_time.GetElapsedTime(sentAt) > RetryTimeout) throw new HubException($"The hub at {_http.BaseAddress} is no longer reachable.", cause);
            }

            await Task.Delay(TimeSpan.FromMilliseconds(200), _time, stop);
        }
    }

    private static bool IsUnknownOutcome(Exception cause, CancellationToken stop) =>
        cause is HttpRequestException or IOException || (cause is OperationCanceledException && !stop.IsCancellationRequested);
}
