namespace NewsHub.Traffic.Load.Transports;

/// <summary>Buffers an incomplete message. Allocates no memory until it is needed.</summary>
internal sealed class Leftover
{
    private byte[] _kept = [];
    private int _length;

    /// <summary>Returns the kept bytes followed by <paramref name="more"/>; valid until <see cref="Keep"/>.</summary>
    public ReadOnlySpan<byte> With(ReadOnlySpan<byte> more)
    {
        if (_length is 0) return more;
        if (_kept.Length < _length + more.Length) Array.Resize(ref _kept, Math.Max(_kept.Length * 2, _length + more.Length));
        more.CopyTo(_kept.AsSpan(_length));
        _length += more.Length;
        return _kept.AsSpan(0, _length);
    }

    /// <summary>Keeps the unprocessed end of the bytes from <see cref="With"/>.</summary>
    public void Keep(ReadOnlySpan<byte> rest)
    {
        if (_kept.Length < rest.Length) Array.Resize(ref _kept, rest.Length);
        rest.CopyTo(_kept);
        _length = rest.Length;
    }
}
