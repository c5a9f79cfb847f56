namespace NewsHub.Traffic.Load;

/// <summary>Selects the next command of one publisher and keeps the articles that it can correct or kill. Each article belongs to one publisher.</summary>
internal sealed class CommandGenerator(double killShare, double correctShare, int seed)
{
    /// <summary>Only the newest articles are changed, because copies of them may still be in a queue.</summary>
    private const int Remembered = 50;

    private readonly Random _random = new(seed);
    private readonly List<long> _articles = [];

    /// <param name="newArticle">Returns the number of a new article.</param>
    public (LoadCommandKind Kind, long Article) Next(Func<long> newArticle)
    {
        var roll = _random.NextDouble();
        if (_articles.Count is 0 || roll >= killShare + correctShare) return (LoadCommandKind.Publish, newArticle());
        return (roll < killShare ? LoadCommandKind.Kill : LoadCommandKind.Correct, _articles[_random.Next(_articles.Count)]);
    }

    /// <summary>Records an acknowledged command.</summary>
    public void Acknowledge(LoadCommandKind kind, long article)
    {
        if (kind is LoadCommandKind.Kill) _articles.Remove(article);
        if (kind is not LoadCommandKind.Publish) return;
        if (_articles.Count == Remembered) _articles.RemoveAt(0);
        _articles.Add(article);
    }
}

/// <summary>The kind of a command.</summary>
internal enum LoadCommandKind
{
    Publish,
    Correct,
    Kill,
}
