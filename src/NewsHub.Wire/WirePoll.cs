using System.Net;

namespace NewsHub.Wire;

/// <summary>A request for entries.</summary>
/// <param name="Topics">Topics of entries, separated by commas.</param>
/// <param name="After">A cursor; null for the newest entries.</param>
/// <param name="Limit">Maximum number of entries; an answer may have fewer although there are more.</param>
/// <param name="WaitSeconds">How long to wait for an entry if there is none; zero for an answer at once.</param>
/// <param name="Address">The client's, which has a budget; null if unknown.</param>
public sealed record WirePoll(string Topics, string? After, int Limit, int WaitSeconds, IPAddress? Address)
{
    /// <summary>Greatest value of <see cref="Limit"/>. An answer has fewer: the implementation limits it further.</summary>
    public const int MaxLimit = 500;

    /// <summary>Greatest value of <see cref="WaitSeconds"/>.</summary>
    public const int MaxWaitSeconds = 30;
}
