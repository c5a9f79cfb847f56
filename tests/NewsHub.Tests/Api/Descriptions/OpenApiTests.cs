using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Routing;
using Microsoft.OpenApi;
using NewsHub.Host;
using Xunit;

namespace NewsHub.Tests.Api.Descriptions;

/// <summary>The OpenAPI document is complete, and what it says is what a running hub does.</summary>
[Trait("Category", "Slow")]
[Collection(SharedHub.Name)]
public sealed class OpenApiTests(HubProcess hub)
{
    /// <summary>Routes that the AsyncAPI document describes.</summary>
    private static readonly string[] OfLivePush = ["/live", "/live/negotiate"];

    [Fact]
    public async Task The_document_is_valid()
    {
        var result = OpenApiDocument.Parse((await hub.Get("/openapi/v1.json")).Expect(200).Text, "json");

        Assert.Empty(result.Diagnostic!.Errors);
        Assert.Empty(result.Diagnostic.Warnings);
        Assert.Equal(OpenApiSpecVersion.OpenApi3_1, result.Diagnostic.SpecificationVersion);
    }

    [Fact]
    public async Task Every_endpoint_of_the_hub_is_an_operation()
    {
        using var directory = new TemporaryDirectory();
        await using var app = HubApplication.Build([$"--NewsHub:DataDirectory={directory.Path}", "--NewsHub:AdminKey=nh_the-admin-key-of-the-api-tests"]);
        var endpoints = ((IEndpointRouteBuilder)app).DataSources.SelectMany(source => source.Endpoints).OfType<RouteEndpoint>()
            .SelectMany(endpoint => endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? [], (endpoint, method) => (Method: method, Path: $"/{endpoint.RoutePattern.RawText!.Trim('/')}"))
            .Where(endpoint => endpoint.Method != "HEAD" && new[] { "/api", "/live", "/health" }.Any(prefix => endpoint.Path.StartsWith(prefix, StringComparison.Ordinal)))
            .Where(endpoint => !OfLivePush.Contains(endpoint.Path)).Select(endpoint => $"{endpoint.Method} {endpoint.Path}");

        Assert.Equal(endpoints.Order(), (await DescribedHub.Open(hub)).Operations.Select(operation => operation.Name).Order());
    }

    [Fact]
    public async Task Every_operation_has_its_texts_its_parameters_and_an_example_that_match_their_schemas()
    {
        var described = await DescribedHub.Open(hub);
        Assert.Equal("Publishing", (string?)described.Document["tags"]![0]!["name"]);
        Assert.Equal(described.Operations.Count, described.Operations.Select(operation => operation.Id).Distinct().Count());
        foreach (var operation in described.Operations)
        {
            Assert.Matches("^([A-Z][a-z]+)+$", operation.Id);
            Assert.True(operation.Description["summary"] is not null, operation.Name);
            Assert.Contains((string?)operation.Description["tags"]!.AsArray().Single(), described.Document["tags"]!.AsArray().Select(tag => (string?)tag!["name"]));
            Assert.All(operation.Parameters, parameter => Assert.True(parameter["description"] is not null, $"{operation.Name}: {parameter["name"]} has no description."));
            Assert.All(operation.Parameters.Where(parameter => (bool?)parameter["required"] is true), parameter => Assert.True(parameter["example"] is not null, $"{operation.Name}: {parameter["name"]} has no example."));
            if (operation.Body is { } body) described.ValidateExample(body, operation.Name);
            if (ApiOperation.ContentOf(operation.Responses[operation.Success]) is { } answer) described.ValidateExample(answer, $"The answer of {operation.Name}");
            if (operation.Scope is not null) Assert.All(["401", "403"], status => Assert.True(operation.Responses.ContainsKey(status), operation.Name));
        }
    }

    [Fact]
    public async Task Numbers_are_numbers()
    {
        var numbers = Forms((await DescribedHub.Open(hub)).Document).Where(form => form["format"]?.ToString() is "int32" or "int64" or "double").ToArray();

        Assert.NotEmpty(numbers);
        Assert.All(numbers, form => Assert.True(form["pattern"] is null && !TypesOf(form).Except(["integer", "number", "null"]).Any(), form.ToJsonString()));

        static IEnumerable<string> TypesOf(JsonObject form) => form["type"] is JsonArray types ? types.Select(type => $"{type}") : [$"{form["type"]}"];
    }

    [Fact]
    public async Task Every_example_succeeds_and_its_answer_matches_its_schema()
    {
        var described = await DescribedHub.Open(hub);
        foreach (var operation in described.Operations)
        {
            var id = await described.Prepare(operation);
            var response = await described.Send(operation, operation.Address(id), operation.Body?["example"]?.ToJsonString(), described.KeyFor(operation), headers: operation.Headers());

            Assert.True(response.Status == int.Parse(operation.Success, CultureInfo.InvariantCulture), $"{operation.Name} answered the example with {response.Status}: {response.Text}");
            foreach (var (header, _) in operation.Responses[operation.Success]!["headers"]?.AsObject() ?? [])
                Assert.True(header == "Idempotency-Replayed" || response.Header(header) is not null, $"{operation.Name} does not send {header}.");
        }
    }

    [Fact]
    public async Task Every_refusal_is_described()
    {
        var described = await DescribedHub.Open(hub);
        var killed = await hub.Create("""{"headline":"Ferry","section":"world","status":"published"}""");
        (await hub.Send("POST", $"/api/articles/{killed}/kill", """{"reason":"A test."}""", hub.Editor)).Expect(200);
        var foreign = await hub.Create("""{"headline":"Ferry","section":"world","status":"published"}""", hub.Hills);
        var seen = new HashSet<int>();
        foreach (var operation in described.Operations)
        {
            var (key, example) = (described.KeyFor(operation), operation.Body?["example"]?.ToJsonString());
            var ids = operation.Parameters.Any(parameter => (string?)parameter["name"] == "id") ? new string?[] { $"unknown-{operation.Id}", "-", killed, foreign } : [null];
            foreach (var address in ids.Select(operation.Address))
            {
                foreach (var other in new string?[] { null, "nh_nobodys", hub.Hills, key }) await Send(address, "{", other);
                foreach (var body in new object?[] { example, "{}", "[]", """{"a":1,"a":2}""", null, new byte[1024 * 1024] }) await Send(address, body, key);
                await Send(address, example, key, "text/html");
                foreach (var header in Headers) await Send(address, example, key, "application/json", header);
                foreach (var header in Headers) await Send(address, "{}", key, "application/json", header, ("If-Match", "*"));
            }

            await Send($"{operation.Path.Replace("{id}", killed, StringComparison.Ordinal).Replace("{name}", "best", StringComparison.Ordinal)}?sectoin=world", example, key);

            async Task Send(string address, object? body, string? key, string contentType = "application/json", params (string, string)[] headers) =>
                seen.Add((await described.Send(operation, address, operation.Method is "GET" ? null : body, key, contentType, headers)).Status);
        }

        Assert.Superset(new HashSet<int> { 400, 401, 403, 404, 409, 410, 412, 413, 415, 422, 428 }, seen);
    }

    private static readonly (string, string)[] Headers =
    [
        ("If-Match", "x"), ("If-Match", "\"99\""), ("If-Match", "*"), ("If-None-Match", "*"), ("Idempotency-Key", "a b"), ("Idempotency-Key", "used-once"), ("Content-Encoding", "gzip"),
    ];

    private static IEnumerable<JsonObject> Forms(JsonNode? node) => node switch
    {
        JsonObject fields => fields.SelectMany(field => Forms(field.Value)).Prepend(fields),
        JsonArray items => items.SelectMany(Forms),
        _ => [],
    };
}
