using NewsHub.Wire;

namespace NewsHub.Syndication.Formats;

/// <summary>The picture of an article.</summary>
/// <param name="Type">The media type, by the extension of the file; null if the address has none that is known.</param>
internal sealed record Picture(string Url, string? Type, string? Alt, string? Credit, int? Width, int? Height)
{
    public static Picture Of(Image image) => new(
        XmlCharacters.Clean(image.Url), TypeOf(image.Url), image.Alt is { Length: > 0 } alt ? XmlCharacters.Clean(alt) : null,
        image.Credit is { Length: > 0 } credit ? XmlCharacters.Clean(credit) : null, image.Width, image.Height);

    private static string? TypeOf(string url) =>
        !Uri.TryCreate(url, UriKind.Absolute, out var uri) ? null : Path.GetExtension(uri.AbsolutePath).ToLowerInvariant() switch
        {
            ".jpg" or ".jpeg" => "image/jpeg",
            ".png" => "image/png",
            ".webp" => "image/webp",
            ".avif" => "image/avif",
            ".gif" => "image/gif",
            ".svg" => "image/svg+xml",
            _ => null,
        };
}
