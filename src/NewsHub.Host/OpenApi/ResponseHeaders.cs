using System.Globalization;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using NewsHub.Http;

namespace NewsHub.Host.OpenApi;

/// <summary>Adds the headers of successful answers.</summary>
internal sealed class ResponseHeaders : IOpenApiOperationTransformer
{
    public Task TransformAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        foreach (var header in context.All<ResponseHeader>())
            foreach (var status in header.Statuses)
                if (operation.Responses!.TryGetValue(status.ToString(CultureInfo.InvariantCulture), out var response) && response is OpenApiResponse answer)
                    (answer.Headers ??= new Dictionary<string, IOpenApiHeader>())[header.Name] = new OpenApiHeader
                    {
                        Description = header.Description, Example = header.Example, Schema = new OpenApiSchema { Type = JsonSchemaType.String },
                    };
        return Task.CompletedTask;
    }
}
