using Microsoft.Extensions.Internal;

namespace NewsHub.Trending.Ranking;

/// <summary>Gives the cache in memory the steady clock: with the machine's, an hour that is set back would keep a ranking for an hour.</summary>
internal sealed class CacheClock(TimeProvider time) : ISystemClock
{
    public DateTimeOffset UtcNow => time.GetUtcNow();
}
