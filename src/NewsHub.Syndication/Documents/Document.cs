using System.IO.Compression;
using NewsHub.Http;

namespace NewsHub.Syndication.Documents;

/// <summary>A document as it was rendered from a state of its source.</summary>
/// <param name="Source">What it was rendered from. The document is current while this is the current state, compared by reference.</param>
/// <param name="Modified">When the source last changed.</param>
/// <param name="ValidUntil">When time alone changes the document, such as by the end of a tombstone; <see cref="DateTimeOffset.MaxValue"/> for never.</param>
internal sealed record Document(object Source, PrecompressedContent Content, DateTimeOffset Modified, DateTimeOffset ValidUntil)
{
    /// <param name="type">The value of <c>Content-Type</c>.</param>
    public static Document Of(object source, byte[] bytes, string type, DateTimeOffset modified, DateTimeOffset? validUntil = null) =>
        new(source, new PrecompressedContent(bytes, type, CompressionLevel.Optimal), modified, validUntil ?? DateTimeOffset.MaxValue) { Bytes = bytes };

    /// <summary>Without compression.</summary>
    public required ReadOnlyMemory<byte> Bytes { get; init; }
}
