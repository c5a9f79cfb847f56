using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;

namespace NewsHub.EndToEndTests;

/// <summary>HTTP client of the hub API for newsrooms.</summary>
public sealed class Newsroom : IDisposable
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(30);

    public Newsroom(Uri hub, string key)
    {
        Http = new HttpClient { BaseAddress = hub, Timeout = Timeout };
        Http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
    }

    public HttpClient Http { get; }

    public Task<Receipt> Publish(string headline, string section = "world", string? summary = null) =>
        SendCommand("/api/articles", new { headline, summary, section, body = $"{headline}, in full.", status = "published" });

    public Task<Receipt> PublishAlert(string headline, string section = "world") =>
        SendCommand("/api/breaking", new { headline, section, body = $"{headline}, in full." });

    public Task<Receipt> Correct(string id, string headline, string note, string? summary = null) =>
        SendCommand($"/api/articles/{id}/correct", summary is null ? new { headline, note } : new { headline, note, summary, body = $"{headline}, in full." });

    public Task<Receipt> Withhold(string id, string? notice = null) => SendCommand($"/api/articles/{id}/withhold", new { reason = "It is being checked.", notice });

    /// <summary>Replaces a withheld article and publishes it again.</summary>
    public async Task<Receipt> Republish(string id, string headline, string section = "world")
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, $"/api/articles/{id}")
        {
            Content = JsonContent.Create(new { headline, section, body = $"{headline}, in full.", status = "published" }),
        };
        request.Headers.Add("If-Match", "*");
        using var response = await Http.SendAsync(request);
        response.EnsureSuccessStatusCode();
        return (await response.Content.ReadFromJsonAsync<Receipt>())!;
    }

    /// <summary>Erases all versions up to and including <paramref name="upToVersion"/>.</summary>
    public Task<Receipt> Redact(string id, int upToVersion) => SendCommand($"/api/articles/{id}/redact", new { reason = "It named somebody.", upToVersion });

    public Task<Receipt> Kill(string id) => SendCommand($"/api/articles/{id}/kill", new { reason = "It was wrong." });

    /// <summary>Sends a read as a client without cookies, identified by its User-Agent.</summary>
    public async Task Read(string id, string reader)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/api/articles/{id}/reads");
        request.Headers.UserAgent.ParseAdd(reader);
        using var answer = await Http.SendAsync(request);
        answer.EnsureSuccessStatusCode();
    }

    /// <summary>Sends a command with the given idempotency key.</summary>
    public async Task<Answer> Send(string path, object body, string key, CancellationToken stop = default)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = JsonContent.Create(body) };
        request.Headers.Add("Idempotency-Key", key);
        using var response = await Http.SendAsync(request, stop);
        var text = await response.Content.ReadAsStringAsync(stop);
        if (!response.IsSuccessStatusCode) throw new InvalidOperationException($"{path} answered {(int)response.StatusCode}: {text}");
        var isReplayed = response.Headers.TryGetValues("Idempotency-Replayed", out var replayed) && replayed.Single() == "true";
        return new Answer(JsonSerializer.Deserialize<Receipt>(text, JsonSerializerOptions.Web)!, isReplayed);
    }

    public void Dispose() => Http.Dispose();

    private async Task<Receipt> SendCommand(string path, object body) => (await Send(path, body, Guid.NewGuid().ToString("N"))).Receipt;
}

public sealed record Receipt(string Id, int Version, string Status, string? Cursor)
{
    /// <summary>The sequence number in the cursor.</summary>
    public long Seq => WireCursor.Parse(Cursor ?? throw new InvalidOperationException($"{Id} is not on the wire.")).Seq;
}

/// <param name="IsReplayed">The response carried <c>Idempotency-Replayed: true</c>.</param>
public sealed record Answer(Receipt Receipt, bool IsReplayed);
