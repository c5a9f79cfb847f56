using CsCheck;
using NewsHub.Gateway.Sockets;
using Xunit;

namespace NewsHub.Tests.Gateway.Sockets;

public sealed class MessageCounterTests
{
    [Fact]
    public void Text_messages_are_counted_by_their_separators() => Assert.Equal(2, MessageCounter.InText("{}\u001e{\"type\":6}\u001e{"u8));

    [Fact]
    public void Binary_messages_are_counted_wherever_they_are_split() => Gen.Select(Gen.Int[0, 300].Array[1, 20], Gen.Int[1, 50]).Sample((lengths, split) =>
    {
        var bytes = lengths.SelectMany(Message).ToArray();
        var counter = new MessageCounter();

        Assert.Equal(lengths.Length, bytes.Chunk(split).Sum(part => counter.InBinary(part)));
    });

    private static byte[] Message(int length)
    {
        byte[] prefix = length < 0x80 ? [(byte)length] : [(byte)(length & 0x7F | 0x80), (byte)(length >> 7)];
        return [.. prefix, .. new byte[length]];
    }
}
