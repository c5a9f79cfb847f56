using System.Reflection;

namespace NewsHub.Wire;

/// <summary>Reads text files that are embedded in an assembly.</summary>
internal static class Embedded
{
    /// <summary>Returns a file's text, by its full resource name: <c>NewsHub.Wire.PostgreSql.Statements.Commit.sql</c>.</summary>
    public static string Text(Assembly assembly, string name)
    {
        using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
        return reader.ReadToEnd();
    }

    /// <summary>Returns one of the statements in <c>PostgreSql/Statements</c>.</summary>
    public static string Statement(string name) => Text(typeof(Embedded).Assembly, $"NewsHub.Wire.PostgreSql.Statements.{name}.sql");
}
