using System.Diagnostics;
using System.ServiceModel.Syndication;
using System.Text.Json;
using System.Xml;
using Xunit;

namespace NewsHub.Tests.Syndication;

/// <summary>An item as a reader of feeds understands it.</summary>
internal sealed record ReadItem(string Id, string Title, string Link, DateTimeOffset Published, string Content);

/// <summary>Reads documents with programs that are not ours.</summary>
internal static class FeedReaders
{
    /// <summary>The one that Debian installs packages for.</summary>
    private const string Python = "/usr/bin/python3";

    private const string MissingParser = "python3-feedparser is missing: apt-get install -y python3-feedparser";

    // Markup is not sanitised, so that the content can be compared.
    private const string ParserScript =
        """
        import calendar, feedparser, json, sys
        feedparser.SANITIZE_HTML = 0
        feedparser.RESOLVE_RELATIVE_URIS = 0
        feed = feedparser.parse(sys.stdin.buffer.read())
        print(json.dumps({"bozo": str(feed.get("bozo_exception", "")) if feed.bozo else "", "version": feed.version, "entries": [{
            "id": e.id, "title": e.title, "link": e.link, "published": calendar.timegm(e.published_parsed),
            "content": e.content[0].value if "content" in e else e.get("summary", "")} for e in feed.entries]}))
        """;

    /// <summary>Reads RSS or Atom with .NET's own library.</summary>
    public static IReadOnlyList<ReadItem> ReadWithDotNet(string document)
    {
        using var xml = XmlReader.Create(new StringReader(document));
        return
        [
            .. SyndicationFeed.Load(xml).Items.Select(item => new ReadItem(
                item.Id, item.Title.Text, item.Links.First(link => link.RelationshipType is null or "alternate").Uri.OriginalString, item.PublishDate,
                item.Content is TextSyndicationContent content ? content.Text
                    : item.ElementExtensions.ReadElementExtensions<string>("encoded", "http://purl.org/rss/1.0/modules/content/") is [var encoded, ..] ? encoded
                    : item.Summary?.Text ?? "")),
        ];
    }

    /// <summary>Reads RSS or Atom with feedparser, which must have nothing to complain about. Skips the test where it is not installed, but not in CI.</summary>
    public static async Task<(string Version, IReadOnlyList<ReadItem> Items)> ReadWithFeedParser(string document)
    {
        if (!File.Exists(Python) || (await Run("import feedparser", "")).Code != 0)
        {
            Assert.False(Environment.GetEnvironmentVariable("CI") == "true", MissingParser);
            Skip.If(true, MissingParser);
        }

        var (code, output) = await Run(ParserScript, document);
        Assert.True(code == 0, output);
        var feed = JsonElement.Parse(output);
        Assert.Equal("", feed.GetProperty("bozo").GetString());
        return (feed.GetProperty("version").GetString()!,
        [
            .. feed.GetProperty("entries").EnumerateArray().Select(entry => new ReadItem(
                Text(entry, "id"), Text(entry, "title"), Text(entry, "link"), DateTimeOffset.FromUnixTimeSeconds(entry.GetProperty("published").GetInt64()), Text(entry, "content"))),
        ]);
    }

    /// <summary>Reads JSON Feed.</summary>
    public static IReadOnlyList<ReadItem> ReadJson(string document) =>
    [
        .. JsonElement.Parse(document).GetProperty("items").EnumerateArray().Select(item => new ReadItem(
            Text(item, "id"), Text(item, "title"), Text(item, "url"), item.GetProperty("date_published").GetDateTimeOffset(),
            item.TryGetProperty("content_html", out var html) ? html.GetString()! : Text(item, "content_text"))),
    ];

    private static async Task<(int Code, string Output)> Run(string script, string input)
    {
        var start = new ProcessStartInfo(Python, ["-c", script]) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        using var python = Process.Start(start)!;
        var (output, errors) = (python.StandardOutput.ReadToEndAsync(), python.StandardError.ReadToEndAsync());
        await python.StandardInput.WriteAsync(input);
        python.StandardInput.Close();
        await python.WaitForExitAsync();
        return (python.ExitCode, await output + await errors);
    }

    private static string Text(JsonElement json, string name) => json.GetProperty(name).GetString()!;
}
