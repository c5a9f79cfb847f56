using NewsHub.Traffic.Newsroom.Stories;

namespace NewsHub.Traffic.Newsroom;

/// <summary>The latest public articles of the newsroom.</summary>
internal sealed class Archive(Random random)
{
    /// <summary>Maximum number of articles; older ones are no longer changed.</summary>
    private const int Size = 1000;

    private readonly List<Piece> _pieces = [];

    public int Count => _pieces.Count;

    public void Add(Piece piece)
    {
        _pieces.Add(piece);
        if (_pieces.Count > Size) _pieces.RemoveAt(0);
    }

    public Piece Any() => _pieces[random.Next(_pieces.Count)];

    public Piece? Find(string id) => _pieces.Find(piece => piece.Id == id);

    public void Replace(Piece piece, Piece by)
    {
        if (_pieces.IndexOf(piece) is >= 0 and var place) _pieces[place] = by;
    }

    public void Remove(Piece piece) => _pieces.Remove(piece);
}

/// <summary>An article with the version that the newsroom last saw.</summary>
internal sealed record Piece(string Id, int Version, Manuscript Manuscript);
