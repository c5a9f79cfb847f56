using System.Collections.Concurrent;
using NewsHub.Wire;
using NewsHub.Wire.Outputs;

namespace NewsHub.Tests;

/// <summary>An output that records the sequences that it was given, over all silos of the test process.</summary>
internal sealed class RecordedOutput : IWireOutput
{
    public string Name => "recorded";

    public ConcurrentQueue<long> Handled { get; } = new();

    /// <summary>How many calls still fail.</summary>
    public int FailuresLeft { get; set; }

    public Task Handle(IReadOnlyList<Entry> entries, CancellationToken stopping)
    {
        if (FailuresLeft > 0)
        {
            FailuresLeft--;
            throw new IOException("The target of the output does not answer.");
        }

        foreach (var entry in entries) Handled.Enqueue(entry.Seq);
        return Task.CompletedTask;
    }
}
