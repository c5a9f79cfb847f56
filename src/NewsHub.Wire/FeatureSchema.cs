using System.Reflection;

namespace NewsHub.Wire;

/// <summary>
/// The tables that a feature keeps in the hub's database. Its assembly embeds the scripts <c>Sqlite/Schema/001.sql</c>, <c>002.sql</c> … and
/// <c>PostgreSql/Schema/001.sql</c> …; one of PostgreSQL records its own number, so it can also be applied manually.
/// </summary>
/// <param name="Feature">Lower-case name; the database stores the schema's version under it.</param>
/// <param name="Tables">Tables that a migration copies. They have the same columns in both databases.</param>
public sealed record FeatureSchema(string Feature, Assembly Assembly, IReadOnlyList<string> Tables)
{
    internal static readonly FeatureSchema Wire =
        new("wire", typeof(FeatureSchema).Assembly, ["entries", "articles", "versions", "listings", "commands", "grain_state"])
        {
            RowsOfArticles = [new ArticleRows("versions", "article_id, version")],
        };

    /// <summary>What is deleted with the last entry of a killed article.</summary>
    public IReadOnlyList<ArticleRows> RowsOfArticles { get; init; } = [];

    /// <summary>The key in the table <c>hub</c> whose value is the version.</summary>
    internal string VersionKey => this == Wire ? "schema" : $"schema:{Feature}";

    internal static IEnumerable<FeatureSchema> WithWire(IEnumerable<FeatureSchema>? features) => (features ?? []).Prepend(Wire);

    /// <summary>Returns the scripts for a database (<c>Sqlite</c>, <c>PostgreSql</c>), ordered by name.</summary>
    internal IReadOnlyList<string> Scripts(string database)
    {
        var folder = $"{Assembly.GetName().Name}.{database}.Schema.";
        return
        [
            .. Assembly.GetManifestResourceNames().Where(name => name.StartsWith(folder, StringComparison.Ordinal)).Order(StringComparer.Ordinal)
                .Select(name => Embedded.Text(Assembly, name)),
        ];
    }
}
