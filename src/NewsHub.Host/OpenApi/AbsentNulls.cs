using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace NewsHub.Host.OpenApi;

/// <summary>The hub leaves out fields that are null, so that an optional field of an answer is never null. Requests may contain null.</summary>
internal sealed class AbsentNulls : IOpenApiDocumentTransformer
{
    public Task TransformAsync(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellationToken)
    {
        foreach (var (name, schema) in document.Components!.Schemas!)
            if (name is not "Draft" && !name.EndsWith("Request", StringComparison.Ordinal) && schema.Properties is { } fields)
                foreach (var (field, form) in fields.ToArray())
                    if (schema.Required?.Contains(field) is not true) fields[field] = WithoutNull(form);
        return Task.CompletedTask;
    }

    private static IOpenApiSchema WithoutNull(IOpenApiSchema form)
    {
        if (form.OneOf is [{ Type: JsonSchemaType.Null }, var only]) return only;
        if (form is OpenApiSchema plain) plain.Type &= ~JsonSchemaType.Null;
        return form;
    }
}
