using System.Net.WebSockets;
using NewsHub.Gateway.Sockets;
using Xunit;

namespace NewsHub.Tests.Gateway.Sockets;

/// <summary>Reads the frames that the hub writes with the WebSocket client of .NET.</summary>
public sealed class FrameHeaderTests
{
    [Theory]
    [InlineData(0), InlineData(1), InlineData(125), InlineData(126), InlineData(127), InlineData(65_535), InlineData(65_536), InlineData(200_000)]
    public async Task A_frame_of_any_length_is_read_completely(int length)
    {
        var bytes = new byte[FrameHeader.MaxLength + length];
        Random.Shared.NextBytes(bytes.AsSpan(FrameHeader.MaxLength));
        var header = FrameHeader.WriteBefore(bytes.AsSpan(0, FrameHeader.MaxLength), opcode: 2, length);
        using var stream = new MemoryStream(bytes, FrameHeader.MaxLength - header, header + length);
        using var socket = WebSocket.CreateFromStream(stream, new WebSocketCreationOptions { IsServer = false });
        var payload = new byte[length + 1];
        var read = 0;
        ValueWebSocketReceiveResult part;
        do
        {
            part = await socket.ReceiveAsync(payload.AsMemory(read), CancellationToken.None);
            read += part.Count;
        }
        while (!part.EndOfMessage);

        Assert.Equal(WebSocketMessageType.Binary, part.MessageType);
        Assert.Equal(bytes.AsSpan(FrameHeader.MaxLength), payload.AsSpan(0, read));
    }
}
