namespace NewsHub.Traffic.Newsroom;

/// <summary>An action of the newsroom.</summary>
public enum NewsroomAction
{
    Publish,
    Break,
    Update,
    Correct,
    Withhold,
    Kill,
}
