using System.Text.Json;
using Xunit;

namespace NewsHub.Tests.Api;

/// <summary>A response of the hub, with assertions on it.</summary>
public sealed record ApiResponse(int Status, string? ContentType, IReadOnlyDictionary<string, string> Headers, string Text)
{
    public JsonElement Json => JsonElement.Parse(Text);

    public static async Task<ApiResponse> From(HttpResponseMessage response) => new(
        (int)response.StatusCode,
        response.Content.Headers.ContentType?.MediaType,
        response.Headers.Concat(response.Content.Headers).ToDictionary(header => header.Key, header => string.Join(", ", header.Value), StringComparer.OrdinalIgnoreCase),
        await response.Content.ReadAsStringAsync());

    public string? Header(string name) => Headers.GetValueOrDefault(name);

    public ApiResponse Expect(int status)
    {
        Assert.True(status == Status, $"Expected status {status} but got {Status}: {Text}");
        return this;
    }

    /// <summary>Asserts a problem document with all its members and, when given, an error for the field.</summary>
    public ApiResponse ExpectProblem(int status, string? field = null)
    {
        Expect(status);
        Assert.Equal("application/problem+json", ContentType);
        Assert.Equal(status, Json.GetProperty("status").GetInt32());
        foreach (var member in new[] { "type", "title", "detail", "traceId" }) Assert.NotEmpty(Json.GetProperty(member).GetString()!);
        Assert.Equal(Header("Retry-After"), Json.TryGetProperty("retryAfter", out var seconds) ? seconds.GetRawText() : null);
        if (field is not null) Assert.True(Json.TryGetProperty("errors", out var errors) && errors.TryGetProperty(field, out _), $"The errors do not contain {field}: {Text}");
        return this;
    }

    /// <summary>Asserts a status below 500. An error must be a problem document, unless it is a page.</summary>
    public void ExpectNoFailure()
    {
        Assert.True(Status < 500, Text);
        // The server rejects malformed HTTP with an empty body before it reaches an endpoint.
        if (Status >= 400 && ContentType is not "text/html" && Text.Length > 0) Assert.Equal("application/problem+json", ContentType);
    }
}
