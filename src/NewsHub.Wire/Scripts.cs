using System.Reflection;

namespace NewsHub.Wire;

/// <summary>Reads the SQL files that are embedded in the assembly.</summary>
internal static class Scripts
{
    /// <summary>Returns a file's text, by its path in this project: <c>PostgreSql.Statements.Commit.sql</c>.</summary>
    public static string Read(string path)
    {
        using var reader = new StreamReader(Assembly.GetExecutingAssembly().GetManifestResourceStream($"NewsHub.Wire.{path}")!);
        return reader.ReadToEnd();
    }

    /// <summary>Returns the paths of all files in a folder, ordered by name.</summary>
    public static IReadOnlyList<string> In(string folder) =>
    [
        .. Assembly.GetExecutingAssembly().GetManifestResourceNames()
            .Where(name => name.StartsWith($"NewsHub.Wire.{folder}.", StringComparison.Ordinal)).Order(StringComparer.Ordinal)
            .Select(name => name["NewsHub.Wire.".Length..]),
    ];
}
