using System.IO.Compression;
using System.Text;
using NewsHub.Gateway.Deliveries;
using Xunit;

namespace NewsHub.Tests.Gateway.Deliveries;

public sealed class DeflatedFormatTests
{
    private const byte FinalCompressedText = 0x80 | 0x40 | 1;

    private readonly DeflatedFormat _format = new(Entries.Format);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(40)]
    public void Deliveries_of_a_packet_are_one_compressed_message(int count)
    {
        Delivery[] deliveries = [.. Enumerable.Range(1, count).Select(sequence => Entries.Delivery(sequence))];

        var packet = Packet.Of(_format, deliveries);

        Assert.Equal(FinalCompressedText, packet.Frame.Span[0]);
        Assert.Equal(packet.Payload.ToArray(), packet.Frame[^packet.Payload.Length..].ToArray());
        Assert.Equal(string.Concat(deliveries.Select(delivery => Encoding.UTF8.GetString(delivery.BytesIn(Entries.Format).Span))), Inflate(packet.Payload));
    }

    [Fact]
    public void A_delivery_is_compressed_once()
    {
        var delivery = Entries.Delivery(1);
        Assert.Equal(delivery.BytesIn(_format), delivery.BytesIn(_format));
        Assert.True(delivery.BytesIn(_format).Length < 0.8 * delivery.BytesIn(Entries.Format).Length);
    }

    /// <summary>As RFC 7692, 7.2.2 says.</summary>
    private static string Inflate(ReadOnlyMemory<byte> payload)
    {
        using var input = new MemoryStream([.. payload.Span, 0, 0, 0xFF, 0xFF]);
        using var inflate = new DeflateStream(input, CompressionMode.Decompress);
        using var text = new StreamReader(inflate);
        return text.ReadToEnd();
    }
}
