using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Protocol;

namespace NewsHub.EndToEndTests.Recording;

/// <summary>A SignalR hub protocol that records the bytes of every message it parses.</summary>
internal sealed class TapingProtocol(IHubProtocol inner, Tape tape) : IHubProtocol
{
    public string Name => inner.Name;

    public int Version => inner.Version;

    public TransferFormat TransferFormat => inner.TransferFormat;

    public bool TryParseMessage(ref ReadOnlySequence<byte> input, IInvocationBinder binder, [NotNullWhen(true)] out HubMessage? message)
    {
        var before = input;
        if (!inner.TryParseMessage(ref input, binder, out message)) return false;
        tape.AddFrame(before.Slice(0, input.Start).ToArray(), Entries(message));
        return true;
    }

    public void WriteMessage(HubMessage message, IBufferWriter<byte> output) => inner.WriteMessage(message, output);

    public ReadOnlyMemory<byte> GetMessageBytes(HubMessage message) => inner.GetMessageBytes(message);

    public bool IsVersionSupported(int version) => inner.IsVersionSupported(version);

    private static Entry[] Entries(HubMessage message) => message switch
    {
        InvocationMessage { Target: "entry", Arguments: [JsonElement entry] } => [entry.Deserialize<Entry>(JsonSerializerOptions.Web)!],
        CompletionMessage { Result: JsonElement answer } => Slice.Of(answer).Entries,
        _ => [],
    };
}
