using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace NewsHub.Syndication.Ninjs;

/// <summary>Writes ninjs: property names are in camel case in version 3, and in lower case before.</summary>
[JsonSerializable(typeof(NinjsDocument))]
[JsonSerializable(typeof(Ninjs1Document))]
internal sealed partial class NinjsJson : JsonSerializerContext
{
    private static readonly NinjsJson CamelCase = new(OptionsOf(JsonNamingPolicy.CamelCase));

    private static readonly NinjsJson LowerCase = new(OptionsOf(new LowerCaseNames()));

    public static byte[] Write3(NinjsDocument item) => JsonSerializer.SerializeToUtf8Bytes(item, CamelCase.NinjsDocument);

    public static byte[] Write2(NinjsDocument item) => JsonSerializer.SerializeToUtf8Bytes(item, LowerCase.NinjsDocument);

    public static byte[] Write1(Ninjs1Document item) => JsonSerializer.SerializeToUtf8Bytes(item, LowerCase.Ninjs1Document);

    // "Unsafe" inside of HTML, where the document never stands: letters of all scripts and markup stay as they are.
    private static JsonSerializerOptions OptionsOf(JsonNamingPolicy names) => new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        PropertyNamingPolicy = names,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    private sealed class LowerCaseNames : JsonNamingPolicy
    {
        public override string ConvertName(string name) => name.ToLowerInvariant();
    }
}
