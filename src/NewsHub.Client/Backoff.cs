namespace NewsHub.Client;

internal static class Backoff
{
    private static readonly TimeSpan First = TimeSpan.FromSeconds(0.5);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    /// <summary>
    /// The wait before try 0, 1, 2 …: anywhere between half and all of 0.5 s, 1 s, 2 s … 30 s, so that the readers of a hub that restarts do
    /// not come back all at once.
    /// </summary>
    /// <param name="chance">From 0 to 1.</param>
    public static TimeSpan Wait(int attempt, double chance)
    {
        var ceiling = First * Math.Pow(2, Math.Min(attempt, 16));
        return (ceiling < Longest ? ceiling : Longest) * (0.5 + (chance / 2));
    }
}
