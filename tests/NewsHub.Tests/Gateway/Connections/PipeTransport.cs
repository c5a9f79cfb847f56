using System.IO.Pipelines;
using System.Text;
using NewsHub.Gateway.Connections;
using NewsHub.Gateway.Deliveries;

namespace NewsHub.Tests.Gateway.Connections;

/// <summary>A line through a pipe: it is full when nobody reads, as a socket is.</summary>
internal sealed class PipeLine : ITransport
{
    /// <summary>Bytes that it takes before a write waits.</summary>
    public const int Room = 1024;

    private readonly Pipe _pipe = new(new PipeOptions(pauseWriterThreshold: Room, resumeWriterThreshold: 1, readerScheduler: PipeScheduler.Inline, writerScheduler: PipeScheduler.Inline, useSynchronizationContext: false));

    public PayloadFormat Format => Entries.Format;

    public bool IsOpen => true;

    public bool IsCut { get; private set; }

    public int Writes { get; private set; }

    public async ValueTask Write(Packet packet)
    {
        Writes++;
        await _pipe.Writer.WriteAsync(packet.Payload);
    }

    /// <summary>Everything that was written and not read yet.</summary>
    public string Read()
    {
        if (!_pipe.Reader.TryRead(out var read)) return "";
        var text = Encoding.UTF8.GetString(read.Buffer);
        _pipe.Reader.AdvanceTo(read.Buffer.End);
        return text;
    }

    /// <summary>The sequences of the entries that were written and not read yet.</summary>
    public IEnumerable<long> ReadSequences() =>
        Read().Split('\n').Where(line => line.StartsWith("id: ", StringComparison.Ordinal)).Select(line => NewsHub.Wire.Cursor.Parse(line[4..]).Sequence);

    public void Tick(Outbox outbox)
    {
    }

    public void Close(string? violation)
    {
    }

    public void Abort() => IsCut = true;
}
