using System.ComponentModel.DataAnnotations;
using System.Reflection;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using NewsHub.Articles.Drafts;
using NewsHub.Articles.LiveBlogs;
using NewsHub.Http;
using NewsHub.Wire;

namespace NewsHub.Host.OpenApi;

/// <summary>
/// What the types of the API say beyond what the framework reads from them: cursors and names of enumerations are text; a request requires the fields that
/// are <see cref="RequiredAttribute"/>, or null and <see cref="JsonRequiredAttribute"/>, and an answer has every field that is never null.
/// </summary>
internal sealed class SchemaRules : IOpenApiSchemaTransformer
{
    public async Task TransformAsync(OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken cancellationToken)
    {
        var type = Nullable.GetUnderlyingType(context.JsonTypeInfo.Type) ?? context.JsonTypeInfo.Type;
        if (type == typeof(Cursor)) (schema.Type, schema.Pattern) = (JsonSchemaType.String, Cursor.Pattern);
        if (type.IsEnum) (schema.Type, schema.Enum) = (JsonSchemaType.String, NamesOf(type));
        if (context.JsonPropertyInfo is { } property) Describe(schema, property);
        if (context.JsonTypeInfo.Kind is JsonTypeInfoKind.Object) await DescribeFields(schema, context, cancellationToken);
    }

    private static async Task DescribeFields(OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken stopping)
    {
        var type = context.JsonTypeInfo.Type;
        var fields = context.JsonTypeInfo.Properties.Where(field => field is { Get: not null, IsExtensionData: false });
        schema.Required = fields.Where(field => IsRequest(type) ? IsDemanded(field) : IsAlwaysSent(field)).Select(field => field.Name).ToHashSet();
        if (type.GetCustomAttribute<FieldsOfAttribute>() is { } other)
            foreach (var (name, field) in (await context.GetOrCreateSchemaAsync(other.Type, cancellationToken: stopping)).Properties ?? new Dictionary<string, IOpenApiSchema>())
                (schema.Properties ??= new Dictionary<string, IOpenApiSchema>()).TryAdd(name, field);
    }

    private static void Describe(OpenApiSchema schema, JsonPropertyInfo field)
    {
        if (Find<AllowedValuesAttribute>(field) is { } allowed) schema.Enum = [.. allowed.Values.Select(value => (JsonNode)value!.ToString()!)];
        if (IsRequest(field.DeclaringType) ? Find<RequiredAttribute>(field) is not null : !MayBeNull(field)) schema.Type &= ~JsonSchemaType.Null;
    }

    private static bool IsRequest(Type type) => type == typeof(Draft) || type == typeof(PostDraft) || type.Name.EndsWith("Request", StringComparison.Ordinal);

    private static bool IsDemanded(JsonPropertyInfo field) => Find<RequiredAttribute>(field) is not null || Find<JsonRequiredAttribute>(field) is not null;

    /// <summary>Fields that are null are left out, unless they say otherwise.</summary>
    private static bool IsAlwaysSent(JsonPropertyInfo field) => !MayBeNull(field) || Find<JsonIgnoreAttribute>(field) is { Condition: JsonIgnoreCondition.Never };

    private static bool MayBeNull(JsonPropertyInfo field) =>
        field.PropertyType.IsValueType ? Nullable.GetUnderlyingType(field.PropertyType) is not null : field.IsGetNullable;

    private static T? Find<T>(JsonPropertyInfo field) where T : Attribute => field.AttributeProvider?.GetCustomAttributes(typeof(T), inherit: true).OfType<T>().FirstOrDefault();

    private static List<JsonNode> NamesOf(Type type) =>
        [.. type.GetFields(BindingFlags.Public | BindingFlags.Static).Select(name => (JsonNode)(name.GetCustomAttribute<JsonStringEnumMemberNameAttribute>()?.Name ?? name.Name))];
}
