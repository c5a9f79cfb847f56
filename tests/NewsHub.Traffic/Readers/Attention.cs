namespace NewsHub.Traffic.Readers;

/// <summary>
/// Selects the articles that readers open. Popularity follows Zipf's law and halves every 4 minutes; every 20 seconds a random article gets
/// 15 times its weight for 30 seconds.
/// </summary>
public sealed class Attention(Random random, TimeProvider time)
{
    /// <summary>Exponent of the popularity by rank: rank 1 has weight 1, rank 10 has 1/12.6.</summary>
    private const double ZipfExponent = 1.1;

    private const int Places = 60;

    /// <summary>Number of candidate articles; older ones are dropped.</summary>
    private const int Remembered = 300;

    private const double BurstFactor = 15;

    private static readonly TimeSpan HalfLife = TimeSpan.FromMinutes(4);
    private static readonly TimeSpan BurstEvery = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan BurstLength = TimeSpan.FromSeconds(30);

    private readonly Lock _lock = new();
    private readonly List<Item> _items = [];
    private DateTimeOffset _nextBurst = time.GetUtcNow() + BurstEvery;

    public void Published(string articleId, int urgency)
    {
        lock (_lock)
        {
            if (_items.Exists(item => item.ArticleId == articleId)) return;
            var appeal = Math.Pow(random.Next(1, Places + 1), -ZipfExponent);
            _items.Add(new Item(articleId, urgency <= 2 ? appeal + 1 : appeal, time.GetUtcNow()));
            if (_items.Count > Remembered) _items.RemoveAt(0);
        }
    }

    public void Withdrawn(string articleId)
    {
        lock (_lock) _items.RemoveAll(item => item.ArticleId == articleId);
    }

    /// <summary>The id of the article to open next; null if there is none.</summary>
    public string? Choose()
    {
        lock (_lock)
        {
            if (_items.Count is 0) return null;
            var now = time.GetUtcNow();
            if (now >= _nextBurst)
            {
                _nextBurst = now + BurstEvery;
                _items[random.Next(_items.Count)].BurstUntil = now + BurstLength;
            }

            var weights = _items.ConvertAll(item => item.Weight(now));
            var at = random.NextDouble() * weights.Sum();
            var chosen = weights.FindIndex(weight => (at -= weight) <= 0);
            return _items[Math.Max(0, chosen)].ArticleId;
        }
    }

    private sealed class Item(string articleId, double appeal, DateTimeOffset publishedAt)
    {
        public string ArticleId => articleId;

        public DateTimeOffset BurstUntil { get; set; }

        public double Weight(DateTimeOffset now) =>
            appeal * Math.Pow(2, -((now - publishedAt) / HalfLife)) * (now < BurstUntil ? BurstFactor : 1);
    }
}
