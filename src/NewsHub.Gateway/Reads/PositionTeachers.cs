using NewsHub.Trending.Fairness;

namespace NewsHub.Gateway.Reads;

/// <summary>
/// The readers from whom the position curve learns in one period: known ones, and few of a network, so that no machine can teach it. Addresses that are not
/// public count as one network.
/// </summary>
/// <remarks>Thread-safe. Memory: 2 × 16,385 networks × about 20 bytes, and 2 × 16,385 bytes = 0.7 MB.</remarks>
internal sealed class PositionTeachers
{
    /// <summary>Readers of a network (IPv4 /24, IPv6 /48) in a period.</summary>
    public const int MaxPerNetwork = 2;

    /// <summary>Readers of an IPv6 provider (/32) in a period.</summary>
    public const int MaxPerProvider = 32;

    private readonly Lock _lock = new();
    private readonly byte[] _byNetwork = new byte[UsualReaders.Prefixes + 1];
    private readonly byte[] _byProvider = new byte[UsualReaders.Prefixes + 1];
    private readonly HashSet<ulong> _admitted = [];

    /// <summary>True when the curve may learn from the reader.</summary>
    public bool Admit(in ReaderIdentity reader)
    {
        if (!reader.Origin.IsKnown) return false;
        lock (_lock)
        {
            if (_admitted.Contains(reader.Reader)) return true;
            ref var ofNetwork = ref _byNetwork[reader.Origin.Prefix % _byNetwork.Length];
            ref var ofProvider = ref _byProvider[reader.Origin.Provider % _byProvider.Length];
            if (ofNetwork >= MaxPerNetwork || (reader.Origin.Provider != 0 && ofProvider >= MaxPerProvider)) return false;
            ofNetwork++;
            if (reader.Origin.Provider != 0) ofProvider++;
            return _admitted.Add(reader.Reader);
        }
    }

    /// <summary>True when <see cref="Admit"/> was for this reader in this period.</summary>
    public bool IsAdmitted(ulong reader)
    {
        lock (_lock) return _admitted.Contains(reader);
    }

    /// <summary>Starts a new period.</summary>
    public void Clear()
    {
        lock (_lock)
        {
            _admitted.Clear();
            Array.Clear(_byNetwork);
            Array.Clear(_byProvider);
        }
    }
}
