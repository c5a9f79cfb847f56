using System.Text;
using NewsHub.Gateway.Connections;
using NewsHub.Gateway.Deliveries;

namespace NewsHub.Tests.Gateway.Connections;

/// <summary>A transport for tests with many threads. It takes about half of its packets at once and the others on another thread, as a busy socket does.</summary>
internal sealed class BusyTransport(int seed) : ITransport
{
    private readonly Lock _lock = new();
    private readonly Random _random = new(seed);
    private readonly StringBuilder _written = new();
    private readonly List<long> _sequences = [];
    private int _writers;
    private int _aborts;

    public PayloadFormat Format => Entries.Format;

    public bool IsOpen => true;

    /// <summary>True if a write began before the previous one ended.</summary>
    public bool HasOverlapped { get; private set; }

    /// <summary>Number of calls of <see cref="Abort"/>.</summary>
    public int Aborts => Volatile.Read(ref _aborts);

    /// <summary>Called after each write with the number of entries in it.</summary>
    public Action<int> OnWritten { get; init; } = _ => { };

    /// <summary>Everything written so far.</summary>
    public string Text
    {
        get
        {
            lock (_lock) return _written.ToString();
        }
    }

    /// <summary>The sequences of the entries written so far.</summary>
    public IReadOnlyList<long> Sequences
    {
        get
        {
            lock (_lock) return [.. _sequences];
        }
    }

    public async ValueTask Write(Packet packet)
    {
        if (Interlocked.Increment(ref _writers) > 1) HasOverlapped = true;
        var text = Encoding.UTF8.GetString(packet.Payload.Span);
        long[] sequences = [.. SentEntries.SequencesIn(text)];
        bool isBusy;
        lock (_lock)
        {
            _written.Append(text);
            _sequences.AddRange(sequences);
            isBusy = _random.Next(2) == 0;
        }

        if (isBusy) await Task.Yield();
        Interlocked.Decrement(ref _writers);
        OnWritten(sequences.Length);
    }

    public void Tick(Outbox outbox)
    {
    }

    public void Close(string? violation)
    {
    }

    public void Abort() => Interlocked.Increment(ref _aborts);
}
