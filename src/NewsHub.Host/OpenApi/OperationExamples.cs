using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace NewsHub.Host.OpenApi;

/// <summary>Adds the example of an operation from <c>docs/examples</c>: its parameters, its body and the answer.</summary>
internal sealed class OperationExamples : IOpenApiOperationTransformer
{
    public Task TransformAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        if (operation.OperationId is null || ExampleFiles.Operation(operation.OperationId) is not { } example) return Task.CompletedTask;
        foreach (var parameter in operation.Parameters?.OfType<OpenApiParameter>() ?? [])
            parameter.Example = example.Parameter(parameter.Name!);
        foreach (var (_, body) in (operation.RequestBody?.Content ?? new Dictionary<string, OpenApiMediaType>()).Where(content => content.Key.EndsWith("json", StringComparison.Ordinal)))
            body.Example = example.Body;
        foreach (var (_, answer) in operation.Responses![example.Status].Content ?? new Dictionary<string, OpenApiMediaType>())
            answer.Example = example.Answer;
        return Task.CompletedTask;
    }
}
