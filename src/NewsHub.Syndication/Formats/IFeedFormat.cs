namespace NewsHub.Syndication.Formats;

/// <summary>Writes feeds in one format.</summary>
internal interface IFeedFormat
{
    /// <summary>The name of the document in the folder of its list.</summary>
    string File { get; }

    /// <summary>The value of <c>Content-Type</c>.</summary>
    string Type { get; }

    byte[] Write(Feed feed);
}

/// <summary>The formats of feeds.</summary>
internal static class FeedFormats
{
    public static IReadOnlyList<IFeedFormat> All { get; } = [new RssFormat(), new AtomFormat(), new JsonFeedFormat()];
}
