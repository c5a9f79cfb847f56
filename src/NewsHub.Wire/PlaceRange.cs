namespace NewsHub.Wire;

/// <summary>Which posts of a list to read, and in which order.</summary>
/// <param name="From">Only posts with a higher place.</param>
/// <param name="To">Only posts with a lower place.</param>
/// <param name="NewestFirst">Order by place, highest first; otherwise lowest first.</param>
public readonly record struct PlaceRange(long From, long To, bool NewestFirst)
{
    /// <summary>The newest posts, newest first.</summary>
    public static PlaceRange Newest => new(-1, long.MaxValue, true);

    /// <summary>The oldest posts, oldest first.</summary>
    public static PlaceRange Oldest => new(-1, long.MaxValue, false);

    /// <summary>Posts older than a place, newest first.</summary>
    public static PlaceRange Before(long place) => new(-1, place, true);

    /// <summary>Posts newer than a place, oldest first.</summary>
    public static PlaceRange After(long place) => new(place, long.MaxValue, false);

    /// <summary>$1: the topic, $2 and $3: the bounds, $4: the maximum number.</summary>
    internal static string Query(PlaceRange range) =>
        $"""
        SELECT l.at, a.card FROM listings l JOIN articles a ON a.id = l.article_id
        WHERE l.topic = $1 AND l.at > $2 AND l.at < $3 ORDER BY l.at {(range.NewestFirst ? "DESC" : "ASC")} LIMIT $4
        """;
}
