using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Xunit;

namespace NewsHub.Tests.Syndication;

/// <summary>What feedvalidator.org and the specifications require of documents.</summary>
internal static partial class FeedRules
{
    private static readonly XNamespace Atom = "http://www.w3.org/2005/Atom";
    private static readonly XNamespace Deleted = "http://purl.org/atompub/tombstones/1.0";
    private static readonly XNamespace Media = "http://search.yahoo.com/mrss/";

    /// <summary>RSS 2.0 and the recommendations of the RSS Advisory Board.</summary>
    public static void CheckRss(string document, string url)
    {
        var channel = XDocument.Parse(document).Root!.Element("channel")!;
        foreach (var name in new[] { "title", "link", "description" }) Assert.NotEmpty(channel.Element(name)!.Value);
        AssertRfc822(channel.Element("lastBuildDate")!.Value);
        Assert.Equal(url, channel.Elements(Atom + "link").Single(link => link.Attribute("rel")!.Value == "self").Attribute("href")!.Value);
        var items = channel.Elements("item").ToArray();
        AssertDistinct(items.Select(item => item.Element("guid")!.Value));
        foreach (var item in items)
        {
            Assert.Equal("false", item.Element("guid")!.Attribute("isPermaLink")!.Value);
            AssertTag(item.Element("guid")!.Value);
            Assert.NotEmpty(item.Element("title")!.Value);
            AssertAbsolute(item.Element("link")!.Value);
            AssertRfc822(item.Element("pubDate")!.Value);
            Assert.All(item.Elements(Media + "content"), media => AssertAbsolute(media.Attribute("url")!.Value));
            AssertNoRelativeAddress(item.Elements(XName.Get("encoded", "http://purl.org/rss/1.0/modules/content/")).Select(content => content.Value));
        }
    }

    /// <summary>Atom, RFC 4287, and deleted entries, RFC 6721.</summary>
    public static void CheckAtom(string document, string url)
    {
        var feed = XDocument.Parse(document).Root!;
        Assert.Equal(Atom + "feed", feed.Name);
        AssertTag(feed.Element(Atom + "id")!.Value);
        AssertRfc3339(feed.Element(Atom + "updated")!.Value);
        Assert.NotEmpty(feed.Element(Atom + "title")!.Value);
        Assert.Equal(url, feed.Elements(Atom + "link").Single(link => link.Attribute("rel")!.Value == "self").Attribute("href")!.Value);
        var entries = feed.Elements(Atom + "entry").ToArray();
        AssertDistinct(entries.Select(entry => entry.Element(Atom + "id")!.Value).Concat(feed.Elements(Deleted + "deleted-entry").Select(entry => entry.Attribute("ref")!.Value)));
        foreach (var entry in entries)
        {
            AssertTag(entry.Element(Atom + "id")!.Value);
            Assert.NotEmpty(entry.Element(Atom + "author")!.Element(Atom + "name")!.Value);
            var (published, updated) = (AssertRfc3339(entry.Element(Atom + "published")!.Value), AssertRfc3339(entry.Element(Atom + "updated")!.Value));
            Assert.True(updated >= published, $"It was updated at {updated}, before {published}.");
            Assert.Single(entry.Elements(Atom + "link"), link => link.Attribute("rel")!.Value == "alternate");
            Assert.All(entry.Elements(Atom + "link"), link => AssertAbsolute(link.Attribute("href")!.Value));
            Assert.Equal("html", entry.Element(Atom + "content")!.Attribute("type")!.Value);
            AssertNoRelativeAddress([entry.Element(Atom + "content")!.Value]);
        }

        foreach (var deleted in feed.Elements(Deleted + "deleted-entry"))
        {
            AssertTag(deleted.Attribute("ref")!.Value);
            AssertRfc3339(deleted.Attribute("when")!.Value);
        }
    }

    /// <summary>JSON Feed 1.1.</summary>
    public static void CheckJson(string document, string url)
    {
        var feed = JsonElement.Parse(document);
        Assert.Equal("https://jsonfeed.org/version/1.1", feed.GetProperty("version").GetString());
        Assert.Equal(url, feed.GetProperty("feed_url").GetString());
        AssertDistinct(feed.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("id").GetString()!));
        foreach (var item in feed.GetProperty("items").EnumerateArray())
        {
            AssertTag(item.GetProperty("id").GetString()!);
            AssertAbsolute(item.GetProperty("url").GetString()!);
            Assert.True(item.TryGetProperty("content_html", out _) ^ item.TryGetProperty("content_text", out _), "It must have one content.");
            foreach (var name in new[] { "date_published", "date_modified" }) AssertRfc3339(item.GetProperty(name).GetString()!);
            if (item.TryGetProperty("attachments", out var attachments))
                Assert.All(attachments.EnumerateArray(), attachment => Assert.NotEmpty(attachment.GetProperty("mime_type").GetString()!));
        }
    }

    // RFC 4151, with a date and a specific part.
    private static void AssertTag(string id) => Assert.Matches(@"^tag:[a-z0-9.-]+,\d{4}:(article|feed)/[A-Za-z0-9_/-]+$", id);

    private static void AssertAbsolute(string url) => Assert.True(Uri.TryCreate(url, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https", url);

    private static void AssertRfc822(string date) => DateTimeOffset.ParseExact(date, "ddd, dd MMM yyyy HH:mm:ss 'GMT'", CultureInfo.InvariantCulture);

    private static DateTimeOffset AssertRfc3339(string date) => DateTimeOffset.ParseExact(date, "yyyy-MM-ddTHH:mm:ss.fffK", CultureInfo.InvariantCulture);

    private static void AssertDistinct(IEnumerable<string> ids)
    {
        var all = ids.ToArray();
        Assert.Equal(all, all.Distinct());
    }

    private static void AssertNoRelativeAddress(IEnumerable<string> contents) => Assert.All(contents, content => Assert.DoesNotMatch(RelativeAddress(), content));

    [GeneratedRegex("<[^>]*(?:href|src)=\"(?!https?:|mailto:)")]
    private static partial Regex RelativeAddress();
}
