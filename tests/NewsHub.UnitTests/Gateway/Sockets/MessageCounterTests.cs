using System.Text;
using CsCheck;
using NewsHub.Gateway.Sockets;
using Xunit;

namespace NewsHub.Tests.Gateway.Sockets;

public sealed class MessageCounterTests
{
    private static readonly byte[] Json = Encoding.UTF8.GetBytes("{\"protocol\":\"json\",\"version\":1}\u001e");
    private static readonly byte[] MessagePack = Encoding.UTF8.GetBytes("{\"protocol\":\"messagepack\",\"version\":1}\u001e");

    [Fact]
    public void Text_messages_are_counted_by_their_separators() => Assert.Equal(3, new MessageCounter().Count([.. Json, .. "{}\u001e{\"type\":6}\u001e{"u8]));

    /// <summary>The bytes are split anywhere, also inside the handshake, and contain separators.</summary>
    [Fact]
    public void Binary_messages_are_counted_wherever_they_are_split() => Gen.Select(Gen.Int[0, 300].Array[1, 20], Gen.Int[1, 50]).Sample((lengths, split) =>
    {
        byte[] bytes = [.. MessagePack, .. lengths.SelectMany(Message)];
        var counter = new MessageCounter();

        Assert.Equal(1 + lengths.Length, bytes.Chunk(split).Sum(part => counter.Count(part)));
    });

    [Fact]
    public void A_handshake_that_cannot_be_read_counts_as_a_message() => Assert.Equal(2, new MessageCounter().Count("{]\u001e{}\u001e"u8));

    [Theory]
    [InlineData(MessageCounter.MaxHandshakeBytes, false)]
    [InlineData(MessageCounter.MaxHandshakeBytes + 1, true)]
    public void A_handshake_has_a_limited_length(int length, bool tooLong)
    {
        var counter = new MessageCounter();
        foreach (var part in Encoding.UTF8.GetBytes(new string(' ', length - MessagePack.Length)).Concat(MessagePack).Chunk(100)) counter.Count(part);

        Assert.Equal(tooLong, counter.IsHandshakeTooLong);
    }

    private static byte[] Message(int length)
    {
        byte[] prefix = length < 0x80 ? [(byte)length] : [(byte)(length & 0x7F | 0x80), (byte)(length >> 7)];
        return [.. prefix, .. Enumerable.Repeat((byte)0x1E, length)];
    }
}
