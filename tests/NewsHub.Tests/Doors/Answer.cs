using System.Text.Json;
using Xunit;

namespace NewsHub.Tests.Doors;

/// <summary>What a door answered.</summary>
public sealed record Answer(int Status, string? ContentType, IReadOnlyDictionary<string, string> Headers, string Text)
{
    public JsonElement Json => JsonElement.Parse(Text);

    public static async Task<Answer> Of(HttpResponseMessage response) => new(
        (int)response.StatusCode,
        response.Content.Headers.ContentType?.MediaType,
        response.Headers.Concat(response.Content.Headers).ToDictionary(header => header.Key, header => string.Join(", ", header.Value), StringComparer.OrdinalIgnoreCase),
        await response.Content.ReadAsStringAsync());

    public string? Header(string name) => Headers.GetValueOrDefault(name);

    public Answer Expect(int status)
    {
        Assert.True(status == Status, $"{status} was expected, not {Status}: {Text}");
        return this;
    }

    /// <summary>A refusal is a problem document that says why, and where fields are wrong, which.</summary>
    public Answer ExpectRefusal(int status, string? field = null)
    {
        Expect(status);
        Assert.Equal("application/problem+json", ContentType);
        Assert.Equal(status, Json.GetProperty("status").GetInt32());
        Assert.NotEmpty(Reason);
        if (field is not null) Assert.True(Json.TryGetProperty("errors", out var errors) && errors.TryGetProperty(field, out _), $"{field} is not named: {Text}");
        return this;
    }

    /// <summary>Whatever was sent, the answer is below 500 and a refusal is a problem document, where it is not a page or SignalR's plain text.</summary>
    public void ExpectNoFailure()
    {
        Assert.True(Status < 500, Text);
        // What is not HTTP is refused by the server before any door can say why.
        if (Status >= 400 && ContentType is not ("text/html" or "text/plain") && Text.Length > 0) Assert.Equal("application/problem+json", ContentType);
    }

    // A title only repeats the status.
    private string Reason =>
        Json.TryGetProperty("detail", out var detail) ? detail.GetString()!
        : Json.TryGetProperty("errors", out var errors) ? errors.EnumerateObject().First().Value[0].GetString()!
        : "";
}
