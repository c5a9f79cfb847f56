namespace NewsHub.Client;

/// <summary>Something that a wire tells: an <see cref="Entry"/>, a <see cref="Ranking"/>, <see cref="Counts"/> or a <see cref="Reset"/>.</summary>
public abstract record News
{
    private protected News()
    {
    }
}

/// <summary>
/// What was missed is more than the hub can bring, or it began a new life: forget what was shown, the newest entries follow.
/// </summary>
public sealed record Reset : News;
