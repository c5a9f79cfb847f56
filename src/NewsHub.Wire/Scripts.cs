using System.Reflection;

namespace NewsHub.Wire;

/// <summary>SQL that is kept in files of its own and built into the program.</summary>
internal static class Scripts
{
    /// <summary>A file's text, by its path from this project: <c>PostgreSql.Statements.Commit.sql</c>.</summary>
    public static string Read(string path)
    {
        using var reader = new StreamReader(Assembly.GetExecutingAssembly().GetManifestResourceStream($"NewsHub.Wire.{path}")!);
        return reader.ReadToEnd();
    }

    /// <summary>The paths of all files of a folder, in the order of their names.</summary>
    public static IReadOnlyList<string> In(string folder) =>
    [
        .. Assembly.GetExecutingAssembly().GetManifestResourceNames()
            .Where(name => name.StartsWith($"NewsHub.Wire.{folder}.", StringComparison.Ordinal)).Order(StringComparer.Ordinal)
            .Select(name => name["NewsHub.Wire.".Length..]),
    ];
}
