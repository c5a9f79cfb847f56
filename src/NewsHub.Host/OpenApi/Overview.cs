using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using NewsHub.Gateway.FanOut;
using NewsHub.Http;
using NewsHub.Trending.Ranking;

namespace NewsHub.Host.OpenApi;

/// <summary>The document's head, the order of its groups, and the schemas that no operation names but live push sends.</summary>
internal sealed class Overview : IOpenApiDocumentTransformer
{
    /// <summary>The framework's key for the name of a schema.</summary>
    private const string SchemaId = "x-schema-id";

    private static readonly Type[] LiveTypes = [typeof(Snapshot), typeof(RankingDelta), typeof(PlaceChange), typeof(CaughtUp)];

    private static readonly (string Name, string Description)[] Groups =
    [
        ("Publishing", "Creates, changes and withdraws articles. A command answers with a receipt, which is stored durably before it is sent."),
        ("Live blogs", "The live blog of an article: its state and its posts."),
        ("Front page", "What editors place on the front page. Everything else there is ordered by urgency and time."),
        ("Keys", "Creates, lists and revokes the keys of newsrooms."),
        ("Articles", "Reads public articles."),
        ("Live", "Follows the wire over plain HTTP. For SignalR see `/asyncapi.yaml`."),
        ("Syndication", "Articles as ninjs, for systems that receive news. Feeds and sitemaps are described at `/docs/feeds`."),
        ("Trending", "Rankings, counts and reactions."),
        ("Health", "For load balancers and operators."),
    ];

    public async Task TransformAsync(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellationToken)
    {
        document.Info = new OpenApiInfo
        {
            Title = "NewsHub", Version = "1",
            Description = "A hub that newsrooms publish to once, and that shows every article to every reader in order. The reference is at `/docs`; live push is described at `/asyncapi.yaml`.",
            License = new OpenApiLicense { Name = "Apache-2.0", Identifier = "Apache-2.0" },
        };
        document.Tags = new HashSet<OpenApiTag>(Groups.Select(group => new OpenApiTag { Name = group.Name, Description = group.Description }));
        (document.Components ??= new OpenApiComponents()).SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme> { [KeySecurity.Scheme] = KeySecurity.Describe() };
        document.AddComponent(ProblemResponses.Schema, await context.GetOrCreateSchemaAsync(typeof(ProblemDocument), cancellationToken: cancellationToken));
        foreach (var type in LiveTypes)
            document.AddComponent(type.Name, Link(await context.GetOrCreateSchemaAsync(type, cancellationToken: cancellationToken), document));
    }

    // The framework inlines the schemas of types that no operation names, and marks those that have a name.
    private static OpenApiSchema Link(OpenApiSchema schema, OpenApiDocument document)
    {
        foreach (var (name, field) in schema.Properties?.ToArray() ?? [])
            schema.Properties![name] = Refer(field, document);
        return schema;
    }

    private static IOpenApiSchema Refer(IOpenApiSchema form, OpenApiDocument document)
    {
        if (form is not OpenApiSchema schema) return form;
        if (schema.Items is { } items) schema.Items = Refer(items, document);
        return schema.Metadata?.TryGetValue(SchemaId, out var id) is true && id is string { Length: > 0 } name ? new OpenApiSchemaReference(name, document) : schema;
    }
}
