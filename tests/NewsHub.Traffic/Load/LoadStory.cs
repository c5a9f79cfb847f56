using System.Net.Http.Headers;
using System.Text;
using NewsHub.Traffic.Load.Checking;

namespace NewsHub.Traffic.Load;

/// <summary>Creates the command requests for the hub or for bare SignalR. A delivery has about 450 bytes with either.</summary>
/// <param name="topic">The topic of the articles.</param>
internal sealed class LoadStory(string topic, bool isBare)
{
    private readonly string _section = topic.StartsWith("section/", StringComparison.Ordinal) ? topic["section/".Length..] : "world";
    private readonly string _tags = topic.StartsWith("tag/", StringComparison.Ordinal) ? $$""","tags":["{{topic["tag/".Length..]}}"]""" : "";

    public HttpRequestMessage Request(LoadCommandKind kind, ArticleMark mark)
    {
        var id = ArticleMark.IdOf(mark.Article);
        var headline = $"{mark} A headline of the usual length";
        if (isBare) return Request(HttpMethod.Post, "/publish", Bare(id, headline, mark));
        switch (kind)
        {
            case LoadCommandKind.Correct:
                return Request(HttpMethod.Post, $"/api/articles/{id}/correct", $$"""{"headline":"{{headline}}","note":"The figure was wrong."}""");
            case LoadCommandKind.Kill:
                return Request(HttpMethod.Post, $"/api/articles/{id}/kill", """{"reason":"Published by mistake"}""");
            default:
                var create = Request(HttpMethod.Put, $"/api/articles/{id}", $$"""{"headline":"{{headline}}","section":"{{_section}}","status":"published"{{_tags}}}""");
                create.Headers.IfNoneMatch.Add(EntityTagHeaderValue.Any);
                return create;
        }
    }

    // The same fields as a wire entry of the hub.
    private static string Bare(string id, string headline, ArticleMark mark) =>
        $$"""{"cursor":"00000000.{{mark.Article}}","seq":{{mark.Article}},"kind":"published","at":"2026-01-01T00:00:00.000Z","topics":["news","section/world","article/{{id}}"],"article":{"id":"{{id}}","version":1,"headline":"{{headline}}","section":"world","tags":[],"urgency":5,"publishedAt":"2026-01-01T00:00:00.000Z","updatedAt":"2026-01-01T00:00:00.000Z","url":"/articles/{{id}}"} }""";

    private static HttpRequestMessage Request(HttpMethod method, string path, string json)
    {
        var content = new ByteArrayContent(Encoding.UTF8.GetBytes(json));
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        return new HttpRequestMessage(method, path) { Content = content };
    }
}
