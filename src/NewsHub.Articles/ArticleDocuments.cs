using System.Text.Json;
using NewsHub.Wire;

namespace NewsHub.Articles;

/// <summary>Reads articles from their documents in the store.</summary>
public static class ArticleDocuments
{
    public static Article Read(StoredDocument stored) => JsonSerializer.Deserialize(stored.Document.Span, ArticleJson.Default.Article)!;
}
