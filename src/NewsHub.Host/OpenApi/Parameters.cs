using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using NewsHub.Http;
using NewsHub.Wire;

namespace NewsHub.Host.OpenApi;

/// <summary>Adds the parameters that handlers read from the request: headers, and query parameters of <see cref="QueryParameters"/>.</summary>
internal sealed class Parameters : IOpenApiOperationTransformer
{
    public Task TransformAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        foreach (var parameter in (operation.Parameters ??= []).OfType<OpenApiParameter>().Where(parameter => parameter is { In: ParameterLocation.Path, Name: "id" }))
        {
            parameter.Description = context.Path.StartsWith("/api/keys", StringComparison.Ordinal) ? "The id of a key." : "The id of an article.";
            parameter.Schema = new OpenApiSchema { Type = JsonSchemaType.String, Pattern = WireArticle.IdPattern };
        }

        foreach (var parameter in operation.Parameters.OfType<OpenApiParameter>().Where(parameter => parameter is { In: ParameterLocation.Path, Name: "post" }))
        {
            parameter.Description = "The id of a post of this article.";
            parameter.Schema = new OpenApiSchema { Type = JsonSchemaType.String, Pattern = WireArticle.IdPattern };
        }

        foreach (var name in context.All<QueryParameters>().SelectMany(parameters => parameters.Names))
            operation.Parameters.Add(new OpenApiParameter
            {
                Name = name, In = ParameterLocation.Query, Schema = new OpenApiSchema { Type = JsonSchemaType.String },
                Description = "A key, for clients that cannot set headers. The operation needs none.",
            });
        foreach (var header in context.All<RequestHeader>())
            operation.Parameters.Add(new OpenApiParameter
            {
                Name = header.Name, In = ParameterLocation.Header, Required = header.IsRequired, Description = header.Description, Example = header.Example,
                Schema = new OpenApiSchema { Type = JsonSchemaType.String, Pattern = header.Pattern },
            });
        return Task.CompletedTask;
    }
}
