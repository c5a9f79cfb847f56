using System.Text.Json.Serialization;
using NewsHub.Articles.Drafts;
using NewsHub.Articles.Front;
using NewsHub.Articles.Lifecycle;
using NewsHub.Articles.LiveBlogs;
using NewsHub.Articles.Newsrooms;
using NewsHub.Wire;

namespace NewsHub.Articles;

/// <summary>JSON format of articles in the database and in the API: camelCase, nulls omitted. Changes only add fields.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters = [typeof(UtcTimeJson)])]
[JsonSerializable(typeof(Article))]
[JsonSerializable(typeof(Withdrawal))]
[JsonSerializable(typeof(Post))]
[JsonSerializable(typeof(PostDraft))]
[JsonSerializable(typeof(PostPage))]
[JsonSerializable(typeof(Draft))]
[JsonSerializable(typeof(ArticlePage))]
[JsonSerializable(typeof(BreakingNews))]
[JsonSerializable(typeof(Keyring))]
[JsonSerializable(typeof(KeyHolder))]
[JsonSerializable(typeof(IReadOnlyList<KeyHolder>))]
[JsonSerializable(typeof(NewKey))]
[JsonSerializable(typeof(KeyRequest))]
[JsonSerializable(typeof(FrontPins))]
[JsonSerializable(typeof(FrontRequest))]
public sealed partial class ArticleJson : JsonSerializerContext;
