using System.Text.Json.Nodes;
using Xunit;

namespace NewsHub.Tests.Api.Descriptions;

/// <summary>Calls a running hub as its OpenAPI document describes it, and checks that each answer is described.</summary>
internal sealed class DescribedHub
{
    private readonly HubProcess _hub;
    private readonly SchemaCheck _schemas;

    private DescribedHub(HubProcess hub, JsonNode document)
    {
        (_hub, Document, Operations) = (hub, document, ApiOperation.All(document));
        _schemas = new SchemaCheck(document, SchemaCheck.Draft202012);
    }

    public JsonNode Document { get; }

    public IReadOnlyList<ApiOperation> Operations { get; }

    public static async Task<DescribedHub> Open(HubProcess hub) => new(hub, JsonNode.Parse((await hub.Get("/openapi/v1.json")).Expect(200).Text)!);

    /// <summary>A key of the scope that an operation requires; null if it requires none.</summary>
    public string? KeyFor(ApiOperation operation) => operation.Scope switch
    {
        "publish" => _hub.Harbour,
        "edit" => _hub.Editor,
        "admin" => _hub.Admin,
        _ => null,
    };

    /// <summary>Returns the id of a new article, or key, for which the example of an operation holds.</summary>
    public async Task<string?> Prepare(ApiOperation operation)
    {
        if (operation.Id is "PlaceOnFront")
        {
            var published = """{"headline":"Ferry returns","section":"world","status":"published"}""";
            await _hub.Send("PUT", $"/api/articles/{operation.Body!["example"]!["lead"]}", published, _hub.Editor, headers: ("If-None-Match", "*")); // 412 if it exists
        }

        if (operation.Parameters.All(parameter => (string?)parameter["name"] != "id")) return null;
        if (operation.Path.StartsWith("/api/keys", StringComparison.Ordinal))
            return (await _hub.Send("POST", "/api/keys", new { newsroom = "harbour", scope = "publish" }, _hub.Admin)).Expect(201).Json.GetProperty("id").GetString();
        var article = Operations.Single(other => other.Id == "CreateArticle").Body!["example"]!.DeepClone();
        article["status"] = operation.Id is "PutArticle" or "PatchArticle" or "DeleteArticle" or "PublishArticle" ? "draft" : "published";
        if (IsOfLiveBlog(operation)) article["coverage"] = new JsonObject { ["state"] = operation.Id is "StartCoverage" ? "planned" : "live" };
        var id = await _hub.Create(article.ToJsonString());
        if (IsOfLiveBlog(operation)) await PreparePosts(id, operation);
        if (operation.Id is "RedactArticle") (await _hub.Send("POST", $"/api/articles/{id}/correct", """{"note":"One more version."}""", _hub.Harbour)).Expect(200);
        return id;
    }

    private static bool IsOfLiveBlog(ApiOperation operation) => operation.Path.StartsWith("/api/articles/{id}/posts", StringComparison.Ordinal) || operation.Path.Contains("/coverage/", StringComparison.Ordinal);

    private async Task PreparePosts(string id, ApiOperation operation)
    {
        if (operation.Id is "StartCoverage") return;
        foreach (var post in new[] { "first-boat", "pier-opens" })
            (await _hub.Send("PUT", $"/api/articles/{id}/posts/{post}", new { body = "Text", status = operation.Id is "PublishPost" ? "draft" : "published" }, _hub.Harbour, headers: ("If-None-Match", "*"))).Expect(201);
        if (operation.Id is "UnstrikePost") (await _hub.Send("POST", $"/api/articles/{id}/posts/first-boat/strike", """{"reason":"Wrong."}""", _hub.Harbour)).Expect(200);
        if (operation.Id is "ReopenCoverage") (await _hub.Send("POST", $"/api/articles/{id}/coverage/end", "{}", _hub.Harbour)).Expect(200);
    }

    /// <summary>Sends a request to an operation. The status and the body of the answer must be described.</summary>
    public async Task<ApiResponse> Send(
        ApiOperation operation, string address, object? body, string? key, string contentType = "application/json", params (string Name, string Value)[] headers)
    {
        var response = await SendOnly(operation.Method, address, body, key, contentType, headers);
        var described = operation.Responses[$"{response.Status}"];
        Assert.True(described is not null, $"{operation.Name} does not describe the status {response.Status}: {response.Text}");
        var content = described["content"]?[response.ContentType ?? ""];
        if (described["content"] is null) Assert.Equal("", response.Text);
        else if (response.ContentType is not "text/event-stream") _schemas.Validate(content!["schema"]!, JsonNode.Parse(response.Text), $"{operation.Name} {response.Status}");
        return response;
    }

    /// <summary>Asserts that an example of the document matches its schema.</summary>
    public void ValidateExample(JsonNode content, string of)
    {
        if ((string?)content["schema"]!["type"] != "string") _schemas.Validate(content["schema"]!, content["example"], of);
    }

    // A stream of events does not end: only its head is read.
    private async Task<ApiResponse> SendOnly(string method, string address, object? body, string? key, string contentType, (string, string)[] headers)
    {
        if (!address.StartsWith("/live/events", StringComparison.Ordinal)) return await _hub.Send(method, address, body, key, contentType, headers);
        using var request = new HttpRequestMessage(new HttpMethod(method), new Uri(address, UriKind.Relative));
        using var response = await _hub.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        return response.IsSuccessStatusCode ? new ApiResponse((int)response.StatusCode, response.Content.Headers.ContentType?.MediaType, new Dictionary<string, string>(), "") : await ApiResponse.From(response);
    }
}
