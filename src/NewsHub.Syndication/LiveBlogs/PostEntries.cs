using System.Net;
using Microsoft.Extensions.Options;
using NewsHub.Articles;
using NewsHub.Articles.Language;
using NewsHub.Articles.LiveBlogs;
using NewsHub.Syndication.Feeds;
using NewsHub.Syndication.Formats;
using NewsHub.Wire;

namespace NewsHub.Syndication.LiveBlogs;

/// <summary>Posts as feeds show them. A struck post says so before its text; a removed one is not there.</summary>
internal sealed class PostEntries(Sections sections, Words words, IOptions<SiteOptions> options)
{
    /// <summary>The feed of the newest posts, newest first.</summary>
    public Feed FeedOf(Article article, LiveBlog blog, SiteAddress site)
    {
        FeedEntry[] posts = [.. blog.Newest.Take(FeedList.Shown).Select(post => Of(post, article, site))];
        return new Feed
        {
            Site = site,
            Key = FeedKey.LiveBlog(article.Id, article.Url),
            Title = XmlCharacters.Clean($"{article.Headline} – {options.Value.Title}"),
            Description = XmlCharacters.Clean(article.Summary is { Length: > 0 } summary ? summary : article.Headline ?? ""),
            Publisher = XmlCharacters.Clean(options.Value.Title),
            Language = words.Language,
            Updated = posts.Select(post => post.UpdatedAt).Append(article.UpdatedAt).Max(),
            Entries = posts,
            Withdrawals = [],
        };
    }

    /// <summary>The feed of an article that was withdrawn since the request began.</summary>
    public Feed EmptyFeed(string articleId, SiteAddress site, DateTimeOffset now) => new()
    {
        Site = site, Key = FeedKey.LiveBlog(articleId, $"/articles/{articleId}"), Title = XmlCharacters.Clean(options.Value.Title), Description = "",
        Publisher = XmlCharacters.Clean(options.Value.Title), Language = words.Language, Updated = now, Entries = [], Withdrawals = [],
    };

    private FeedEntry Of(WirePost post, Article article, SiteAddress site)
    {
        var (at, isStruck) = (post.At ?? article.UpdatedAt, post.State is PostState.Struck);
        var title = PlainText.TitleOf(post);
        return new FeedEntry
        {
            Id = site.ArticleId($"{article.Id}/posts/{post.Id}", article.PublishedAt ?? article.CreatedAt),
            Url = site.Url(post.Url),
            Title = XmlCharacters.Clean(isStruck ? $"{words["withdrawn"]}: {title}" : title),
            Content = XmlCharacters.Clean(ContentOf(post, article, site, isStruck)),
            Author = post.Authors is { Count: > 0 } authors ? XmlCharacters.Clean(string.Join(", ", authors.Select(author => author.Name))) : null,
            Language = article.Language,
            Section = new Category(article.Section ?? "", XmlCharacters.Clean(sections.Find(article.Section)?.Name ?? article.Section ?? "")),
            Tags = article.Tags,
            Picture = post.Image is { } image ? Picture.Of(image) : null,
            Source = post.Source is { } source ? new Source(XmlCharacters.Clean(source.Name), source.Url) : null,
            PublishedAt = at,
            UpdatedAt = new[] { at, post.EditedAt ?? at, post.StruckAt ?? at }.Max(),
        };
    }

    private string ContentOf(WirePost post, Article article, SiteAddress site, bool isStruck)
    {
        var html = ArticleContent.WithAbsoluteAddresses(post.Html ?? "", site.Url(post.Url));
        var note = post.Note is { } text ? $"<p><strong>{Encode(words["correction"])}</strong>: {Encode(text)}</p>\n" : "";
        var strike = isStruck ? $"<p><strong>{Encode(words["withdrawn"])}</strong>: {Encode(post.Reason ?? "")}</p>\n" : "";
        var language = article.Language is { Length: > 0 } tag ? $" lang=\"{Encode(tag)}\"" : "";
        return $"<div{language} dir=\"{Direction.Of(article.Language)}\">{strike}{note}{(isStruck ? $"<del>{html}</del>" : html)}</div>";
    }

    private static string Encode(string text) => WebUtility.HtmlEncode(text);
}
