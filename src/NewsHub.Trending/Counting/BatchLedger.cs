namespace NewsHub.Trending.Counting;

/// <summary>
/// Remembers the last batch of each gateway, so that a resent batch is not counted again. Above <see cref="MaxGateways"/> gateways
/// the least recently active one is evicted: 64 × about 100 bytes = 6 KB.
/// </summary>
internal sealed class BatchLedger(IEnumerable<LastBatch>? known = null)
{
    public const int MaxGateways = 64;

    private readonly List<LastBatch> _last = [.. (known ?? []).Take(MaxGateways)];

    /// <summary>The last batch of each gateway, least recently active first.</summary>
    public IReadOnlyList<LastBatch> Last => _last;

    /// <summary>Accepts a batch once. Returns false when it is a repeat.</summary>
    public bool TryAccept(ReadBatch batch)
    {
        var at = _last.FindIndex(known => known.Gateway == batch.Gateway);
        if (at >= 0)
        {
            if (!IsAfter(batch, _last[at])) return false;
            _last.RemoveAt(at);
        }
        else if (_last.Count == MaxGateways)
        {
            _last.RemoveAt(0);
        }
        _last.Add(new LastBatch(batch.Gateway, batch.Epoch, batch.Number));
        return true;
    }

    private static bool IsAfter(ReadBatch batch, LastBatch last) =>
        batch.Epoch > last.Epoch || (batch.Epoch == last.Epoch && batch.Number > last.Number);
}

/// <summary>The last counted batch of one gateway.</summary>
[GenerateSerializer, Immutable, Alias("trending.last-batch")]
public sealed record LastBatch([property: Id(0)] string Gateway, [property: Id(1)] long Epoch, [property: Id(2)] long Number);
