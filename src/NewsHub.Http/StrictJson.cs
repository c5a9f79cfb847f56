using System.Text.Json;

namespace NewsHub.Http;

/// <summary>
/// Finds what a JSON parser accepts and an API must not: a field that is given twice, such as a second embargo, and a name that is not valid
/// Unicode, on which the parser throws only when the name is read.
/// </summary>
public static class StrictJson
{
    /// <summary>Characters of a name that a message repeats.</summary>
    private const int MaxName = 100;

    /// <summary>The first fault at any level; null if there is none.</summary>
    public static Fault? FindFault(JsonElement json) => FindFault(json, "");

    private static Fault? FindFault(JsonElement json, string path)
    {
        if (json.ValueKind is JsonValueKind.Array)
        {
            foreach (var item in json.EnumerateArray())
                if (FindFault(item, path) is { } fault)
                    return fault;
        }
        else if (json.ValueKind is JsonValueKind.Object)
        {
            var names = new HashSet<string>(StringComparer.Ordinal);
            foreach (var field in json.EnumerateObject())
            {
                if (NameOf(field) is not { } name) return new Fault(path, "A field's name is not valid Unicode.");
                var shown = path + (name.Length > MaxName ? $"{name.AsSpan(0, MaxName)}…" : name);
                if (!names.Add(name)) return new Fault(shown, $"{shown} is given more than once.");
                if (field.Value.ValueKind is JsonValueKind.Array or JsonValueKind.Object && FindFault(field.Value, $"{shown}.") is { } fault) return fault;
            }
        }

        return null;
    }

    private static string? NameOf(JsonProperty field)
    {
        try
        {
            return field.Name;
        }
        catch (InvalidOperationException) // an unpaired surrogate
        {
            return null;
        }
    }

    /// <param name="Field">The field's name with the names of the objects around it: <c>source.name</c>.</param>
    public sealed record Fault(string Field, string Reason);
}
