namespace NewsHub.Articles.Drafts;

/// <summary>Addresses of pictures. The Content-Security-Policy of pages allows the same ones.</summary>
internal static class PictureAddress
{
    /// <summary>The rule for the picture of an article, after the name of the field.</summary>
    public const string Rule = "must be an absolute https address; http is allowed only for localhost, whose pictures are shown on that machine alone";

    /// <summary>True for https, and for http on this machine: for trying the hub, and never shown on pages that were opened under another name.</summary>
    public static bool IsAbsolute(string text) => Uri.TryCreate(text, UriKind.Absolute, out var address)
        && (address.Scheme == Uri.UriSchemeHttps || address is { Scheme: "http", Host: "localhost" or "127.0.0.1" });

    /// <summary>The same, or a path on the hub's own site.</summary>
    public static bool IsShown(string? text) => text is not null && (text is ['/', not '/', ..] || IsAbsolute(text));
}
