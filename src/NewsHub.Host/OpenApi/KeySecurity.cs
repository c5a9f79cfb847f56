using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using NewsHub.Http;

using Scope = NewsHub.Articles.Newsrooms.Scope;

namespace NewsHub.Host.OpenApi;

/// <summary>States which key an operation needs: one with a scope, any or none, or none.</summary>
internal sealed class KeySecurity : IOpenApiOperationTransformer
{
    /// <summary>The security scheme's name in the document.</summary>
    public const string Scheme = "key";

    public static IReadOnlyList<int> Statuses { get; } = [StatusCodes.Status401Unauthorized, StatusCodes.Status403Forbidden];

    public static OpenApiSecurityScheme Describe() => new()
    {
        Type = SecuritySchemeType.Http, Scheme = "bearer",
        Description = "A key of a newsroom: `Authorization: Bearer KEY`. Its scope is `publish`, `edit` or `admin`; each includes the previous ones.",
    };

    public static string? ScopeOf(OpenApiOperationTransformerContext context) =>
        Scope.All.LastOrDefault(scope => context.All<IAuthorizeData>().Any(authorize => authorize.Policy == scope));

    public Task TransformAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        if (ScopeOf(context) is { } scope)
        {
            operation.Security = [Require(context, scope)];
            operation.Description = $"{operation.Description} Requires a key with the scope `{scope}`.".TrimStart();
        }
        else if (context.All<OptionalKey>().Any())
        {
            operation.Security = [new OpenApiSecurityRequirement(), Require(context)];
        }

        return Task.CompletedTask;
    }

    private static OpenApiSecurityRequirement Require(OpenApiOperationTransformerContext context, params List<string> scopes) =>
        new() { [new OpenApiSecuritySchemeReference(Scheme, context.Document)] = scopes };
}
