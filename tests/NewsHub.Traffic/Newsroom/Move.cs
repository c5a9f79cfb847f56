namespace NewsHub.Traffic.Newsroom;

/// <summary>What a newsroom does next.</summary>
public enum Move
{
    Publish,
    Break,
    Update,
    Correct,
    Withhold,
    Kill,
}
