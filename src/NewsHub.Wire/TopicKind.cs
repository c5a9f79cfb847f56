namespace NewsHub.Wire;

/// <summary>What a topic is about. Entries are on the first six kinds.</summary>
public enum TopicKind
{
    News,
    Breaking,
    Live,
    Section,
    Tag,
    Article,
    Ranking,
    Counts,
}

/// <summary>A topic in its parts.</summary>
/// <param name="Name">The slug, id or ranking; empty for <c>news</c>, <c>breaking</c> and <c>live</c>.</param>
/// <param name="Section">The section of a ranking; null for all.</param>
public readonly record struct ParsedTopic(TopicKind Kind, string Name = "", string? Section = null)
{
    /// <summary>True if readers get only the newest state of the topic, not entries.</summary>
    public bool IsState => Kind is TopicKind.Ranking or TopicKind.Counts;
}
