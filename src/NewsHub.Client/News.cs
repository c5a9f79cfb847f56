namespace NewsHub.Client;

/// <summary>An item that a wire delivers: an <see cref="Entry"/>, a <see cref="Ranking"/>, <see cref="Counts"/> or a <see cref="Reset"/>.</summary>
public abstract record News
{
    private protected News()
    {
    }
}

/// <summary>
/// The hub cannot resume from the cursor: it is too old, or the hub has a new epoch. Discard the entries shown so far; the newest entries follow.
/// </summary>
public sealed record Reset : News;
