using System.IO.Pipelines;
using System.Text;
using NewsHub.Gateway.Connections;
using NewsHub.Gateway.Deliveries;

namespace NewsHub.Tests.Gateway.Connections;

/// <summary>A transport over a pipe. Like a socket, it is full when its reader stops reading.</summary>
internal sealed class PipeTransport : ITransport
{
    /// <summary>Bytes it buffers before a write waits.</summary>
    public const int CapacityBytes = 1024;

    private readonly Pipe _pipe = new(new PipeOptions(pauseWriterThreshold: CapacityBytes, resumeWriterThreshold: 1, readerScheduler: PipeScheduler.Inline, writerScheduler: PipeScheduler.Inline, useSynchronizationContext: false));

    public PayloadFormat Format => Entries.Format;

    public bool IsOpen => true;

    public bool IsAborted { get; private set; }

    public int Writes { get; private set; }

    public async ValueTask Write(Packet packet)
    {
        Writes++;
        await _pipe.Writer.WriteAsync(packet.Payload);
    }

    /// <summary>Reads everything written and not read yet.</summary>
    public string Read()
    {
        if (!_pipe.Reader.TryRead(out var read)) return "";
        var text = Encoding.UTF8.GetString(read.Buffer);
        _pipe.Reader.AdvanceTo(read.Buffer.End);
        return text;
    }

    /// <summary>Reads the sequences of the entries written and not read yet.</summary>
    public IEnumerable<long> ReadSequences() => SentEntries.SequencesIn(Read());

    public void Tick(Outbox outbox)
    {
    }

    public void Close(string? violation)
    {
    }

    public void Abort() => IsAborted = true;
}
