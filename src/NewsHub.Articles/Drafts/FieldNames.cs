using System.Text.Json;

namespace NewsHub.Articles.Drafts;

/// <summary>
/// Looks at the names in a JSON document before anybody reads it: half a character passes the parser, and only fails when the name is
/// asked for.
/// </summary>
internal static class FieldNames
{
    /// <summary>Whether every name is valid Unicode, however deep; the parser allows 64 levels.</summary>
    public static bool AreText(JsonElement json)
    {
        try
        {
            return json.ValueKind switch
            {
                JsonValueKind.Object => json.EnumerateObject().All(field => field.Name.Length >= 0 && AreText(field.Value)),
                JsonValueKind.Array => json.EnumerateArray().All(AreText),
                _ => true,
            };
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }
}
