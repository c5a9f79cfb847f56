using Microsoft.AspNetCore.OpenApi;
using NewsHub.Http;

namespace NewsHub.Host.OpenApi;

/// <summary>
/// The OpenAPI document of the HTTP API at <c>/openapi/v1.json</c>, the AsyncAPI document of live push at <c>/asyncapi.yaml</c>, and a page to
/// browse them at <c>/docs/openapi</c>. Both documents take their examples from <c>docs/examples</c> and <c>tests/wire</c>.
/// </summary>
internal static class ApiDescriptions
{
    public static void AddApiDescriptions(this IServiceCollection services)
    {
        services.AddOpenApi(openApi =>
        {
            openApi.ShouldInclude = route => route.HttpMethod != HttpMethods.Head;
            openApi.CreateSchemaReferenceId = type => type.Type == typeof(ProblemDocument) ? ProblemResponses.Schema : OpenApiOptions.CreateDefaultSchemaReferenceId(type);
            openApi.AddSchemaTransformer<SchemaRules>();
            openApi.AddOperationTransformer<KeySecurity>();
            openApi.AddOperationTransformer<Parameters>();
            openApi.AddOperationTransformer<ProblemResponses>();
            openApi.AddOperationTransformer<ResponseHeaders>();
            openApi.AddOperationTransformer<OperationExamples>();
            openApi.AddDocumentTransformer<Overview>();
            openApi.AddDocumentTransformer<AbsentNulls>();
        });
        services.AddSingleton<AsyncApiDocument>();
    }

    public static void MapApiDescriptions(this IEndpointRouteBuilder routes)
    {
        routes.MapOpenApi();
        routes.MapGet(AsyncApiDocument.Path, async (AsyncApiDocument document) => TypedResults.Text(await document.Text(), AsyncApiDocument.MediaType)).ExcludeFromDescription();
        routes.MapApiBrowser();
    }
}
