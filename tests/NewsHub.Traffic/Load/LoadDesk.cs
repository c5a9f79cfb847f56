namespace NewsHub.Traffic.Load;

/// <summary>What one publisher of a run does next, and the articles it can still correct or kill. Each article has one publisher.</summary>
internal sealed class LoadDesk(double killShare, double correctShare, int seed)
{
    /// <summary>Only new articles are taken up again: their copies are the ones that may still wait somewhere.</summary>
    private const int Remembered = 50;

    private readonly Random _random = new(seed);
    private readonly List<long> _articles = [];

    /// <param name="newArticle">Draws the number of a new one.</param>
    public (LoadCommandKind Kind, long Article) Next(Func<long> newArticle)
    {
        var drawn = _random.NextDouble();
        if (_articles.Count is 0 || drawn >= killShare + correctShare) return (LoadCommandKind.Publish, newArticle());
        return (drawn < killShare ? LoadCommandKind.Kill : LoadCommandKind.Correct, _articles[_random.Next(_articles.Count)]);
    }

    /// <summary>The hub acknowledged it.</summary>
    public void Done(LoadCommandKind kind, long article)
    {
        if (kind is LoadCommandKind.Kill) _articles.Remove(article);
        if (kind is not LoadCommandKind.Publish) return;
        if (_articles.Count == Remembered) _articles.RemoveAt(0);
        _articles.Add(article);
    }
}

/// <summary>What a publisher asks for.</summary>
internal enum LoadCommandKind
{
    Publish,
    Correct,
    Kill,
}
