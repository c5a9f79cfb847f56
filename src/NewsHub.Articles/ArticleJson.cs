using System.Text.Json.Serialization;
using NewsHub.Articles.Drafts;
using NewsHub.Articles.Lifecycle;
using NewsHub.Articles.Newsrooms;
using NewsHub.Wire;

namespace NewsHub.Articles;

/// <summary>How articles are written, in the database and to newsrooms alike: camelCase, nulls left out, additive.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters = [typeof(UtcTimeJson)])]
[JsonSerializable(typeof(Article))]
[JsonSerializable(typeof(Withdrawal))]
[JsonSerializable(typeof(Draft))]
[JsonSerializable(typeof(ArticlePage))]
[JsonSerializable(typeof(Keyring))]
[JsonSerializable(typeof(KeyHolder))]
[JsonSerializable(typeof(IReadOnlyList<KeyHolder>))]
[JsonSerializable(typeof(NewKey))]
[JsonSerializable(typeof(KeyRequest))]
public sealed partial class ArticleJson : JsonSerializerContext;
