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

    /// <summary>Asserts a problem document with the status, a reason and, when given, an error for the field.</summary>
    public ApiResponse ExpectProblem(int status, string? field = null)
    {
        Expect(status);
        Assert.Equal("application/problem+json", ContentType);
        Assert.Equal(status, Json.GetProperty("status").GetInt32());
        Assert.NotEmpty(Reason);
        if (field is not null) Assert.True(Json.TryGetProperty("errors", out var errors) && errors.TryGetProperty(field, out _), $"The errors do not contain {field}: {Text}");
        return this;
    }

    /// <summary>Asserts a status below 500. An error must be a problem document, unless it is a page or SignalR's plain text.</summary>
    public void ExpectNoFailure()
    {
        Assert.True(Status < 500, Text);
        // The server rejects malformed HTTP with an empty body before it reaches an endpoint.
        if (Status >= 400 && ContentType is not ("text/html" or "text/plain") && Text.Length > 0) Assert.Equal("application/problem+json", ContentType);
    }

    // The title only repeats the status, so it does not count as a reason.
    private string Reason =>
        Json.TryGetProperty("detail", out var detail) ? detail.GetString()!
        : Json.TryGetProperty("errors", out var errors) ? errors.EnumerateObject().First().Value[0].GetString()!
        : "";
}
