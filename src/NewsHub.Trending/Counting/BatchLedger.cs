namespace NewsHub.Trending.Counting;

/// <summary>
/// Remembers the last batch of each gateway, so that a batch that is sent again is not counted again. Of more than
/// <see cref="MaxGateways"/> gateways the one that was silent longest is forgotten: 64 × about 100 bytes = 6 KB.
/// </summary>
public sealed class BatchLedger(IEnumerable<LastBatch>? known = null)
{
    public const int MaxGateways = 64;

    private readonly List<LastBatch> _last = [.. (known ?? []).Take(MaxGateways)];

    /// <summary>The last batch of each gateway, the longest silent first.</summary>
    public IReadOnlyList<LastBatch> Last => _last;

    /// <summary>Whether this batch is new; from now on it is not.</summary>
    public bool TryTake(ReadBatch batch)
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

/// <summary>The last batch that was counted of one gateway.</summary>
[GenerateSerializer, Immutable, Alias("trending.last-batch")]
public sealed record LastBatch([property: Id(0)] string Gateway, [property: Id(1)] long Epoch, [property: Id(2)] long Number);
