using System.Text.Json;

namespace NewsHub.Articles.Drafts;

/// <summary>
/// Checks the property names of a JSON document. The parser accepts an unpaired surrogate in a name and throws only when the name is read.
/// </summary>
internal static class FieldNames
{
    /// <summary>True when every name at every level is valid Unicode. The parser limits nesting to 64 levels.</summary>
    public static bool AreValidUnicode(JsonElement json)
    {
        try
        {
            return json.ValueKind switch
            {
                JsonValueKind.Object => json.EnumerateObject().All(field => field.Name.Length >= 0 && AreValidUnicode(field.Value)),
                JsonValueKind.Array => json.EnumerateArray().All(AreValidUnicode),
                _ => true,
            };
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }
}
