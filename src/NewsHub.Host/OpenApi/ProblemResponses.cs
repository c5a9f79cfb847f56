using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using NewsHub.Http;

namespace NewsHub.Host.OpenApi;

/// <summary>
/// Adds the refusals of an operation, which are all problem details: those of its handler (<see cref="Refusals"/>), and those that follow from its
/// path, key, body and headers.
/// </summary>
internal sealed class ProblemResponses : IOpenApiOperationTransformer
{
    /// <summary>The name of the schema of problem details.</summary>
    public const string Schema = "Problem";

    private static readonly int[] OfTheApi = [StatusCodes.Status400BadRequest, StatusCodes.Status429TooManyRequests, StatusCodes.Status503ServiceUnavailable];

    private static readonly int[] OfBodies = [StatusCodes.Status413PayloadTooLarge, StatusCodes.Status415UnsupportedMediaType];

    private static readonly Dictionary<int, string> Meanings = new()
    {
        [400] = "The request is malformed; `errors` names the fields.",
        [401] = "The key is missing, unknown or revoked.",
        [403] = "The scope of the key does not allow the request.",
        [404] = "There is no such article, ranking or key.",
        [409] = "The command does not fit the current state.",
        [410] = "The article, or the version, was erased.",
        [412] = "The version is not the current one, or the article exists.",
        [413] = "The body is too long.",
        [415] = "The body is not JSON, or has a content encoding.",
        [422] = "The idempotency key was used for another command.",
        [428] = "The request needs If-Match or If-None-Match.",
        [429] = "A limit is reached; repeat the request later.",
        [503] = "The hub cannot serve the request now, and the outcome of a command may be unknown; repeat it later.",
    };

    public Task TransformAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        var responses = operation.Responses ??= [];
        foreach (var status in StatusesOf(context))
            responses[$"{status}"] = new OpenApiResponse
            {
                Description = Meanings[status],
                Content = new Dictionary<string, OpenApiMediaType> { [Problem.ContentType] = new() { Schema = new OpenApiSchemaReference(Schema, context.Document) } },
                Headers = HeadersOf(status),
            };
        operation.Responses = [];
        foreach (var (status, response) in responses.OrderBy(response => response.Key, StringComparer.Ordinal)) operation.Responses.Add(status, response);
        return Task.CompletedTask;
    }

    private static IEnumerable<int> StatusesOf(OpenApiOperationTransformerContext context) =>
    [
        .. context.IsApi ? OfTheApi : [],
        .. KeySecurity.ScopeOf(context) is null ? [] : KeySecurity.Statuses,
        .. context.All<IAcceptsMetadata>().Any() ? OfBodies : [],
        .. context.All<RequestHeader>().SelectMany(header => header.Statuses),
        .. context.All<Refusals>().SelectMany(refusals => refusals.Statuses),
    ];

    private static Dictionary<string, IOpenApiHeader>? HeadersOf(int status) => status switch
    {
        401 => Header("WWW-Authenticate", JsonSchemaType.String, "How to authenticate: `Bearer`."),
        429 or 503 => Header("Retry-After", JsonSchemaType.Integer, "Seconds after which a retry may succeed."),
        _ => null,
    };

    private static Dictionary<string, IOpenApiHeader> Header(string name, JsonSchemaType type, string description) =>
        new() { [name] = new OpenApiHeader { Description = description, Schema = new OpenApiSchema { Type = type } } };
}
