using System.Text.Json;

namespace NewsHub.Tests.Api;

/// <summary>A path and what it takes, as the hub's OpenAPI document describes it.</summary>
/// <param name="Query">The query parameters of any of the methods.</param>
/// <param name="WithBody">The methods that take JSON.</param>
public sealed record ApiRoute(string Path, IReadOnlyList<string> Methods, IReadOnlySet<string> Query, IReadOnlyList<string> WithBody)
{
    /// <summary>Paths outside of the API; all take GET.</summary>
    private static readonly string[] Others =
        ["/", "/sections/world", "/tags/boats", "/docs", "/docs/api", "/assets/app.js", "/assets/app.css", "/health/live", "/health/ready", "/openapi/v1.json", "/asyncapi.yaml"];

    /// <summary>The methods in the header <c>Allow</c>.</summary>
    public IEnumerable<string> Allowed => Methods.Contains("GET") ? Methods.Append("HEAD") : Methods;

    public static async Task<IReadOnlyList<ApiRoute>> Described(HubProcess hub, string article) =>
    [
        .. (await hub.Get("/openapi/v1.json")).Expect(200).Json.GetProperty("paths").EnumerateObject()
            .Where(path => !Others.Contains(path.Name))
            .Select(path => Of(WithValues(path.Name, article), path.Value)),
    ];

    public static async Task<IReadOnlyList<ApiRoute>> All(HubProcess hub, string article) =>
        [.. await Described(hub, article), .. Others.Select(path => new ApiRoute(path, ["GET"], new HashSet<string>(), []))];

    private static string WithValues(string path, string article) =>
        new Dictionary<string, string> { ["{id}"] = article, ["{name}"] = "rising", ["{version}"] = "3.1", ["{post}"] = "first-boat" }
            .Aggregate(path, (filled, value) => filled.Replace(value.Key, value.Value, StringComparison.Ordinal));

    private static ApiRoute Of(string path, JsonElement methods)
    {
        var operations = methods.EnumerateObject().Where(operation => operation.Name is not "parameters").ToArray();
        return new ApiRoute(
            path,
            [.. operations.Select(operation => operation.Name.ToUpperInvariant())],
            operations.SelectMany(operation => operation.Value.TryGetProperty("parameters", out var parameters) ? parameters.EnumerateArray() : default)
                .Where(parameter => parameter.GetProperty("in").GetString() == "query").Select(parameter => parameter.GetProperty("name").GetString()!).ToHashSet(),
            [.. operations.Where(operation => operation.Value.TryGetProperty("requestBody", out _)).Select(operation => operation.Name.ToUpperInvariant())]);
    }
}
