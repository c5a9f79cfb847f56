namespace NewsHub.Client;

internal static class Backoff
{
    private static readonly TimeSpan First = TimeSpan.FromSeconds(0.5);
    private static readonly TimeSpan Max = TimeSpan.FromSeconds(30);

    /// <summary>
    /// Returns the delay before attempt 0, 1, 2 …: between 50 % and 100 % of 0.5 s, 1 s, 2 s … 30 s. The jitter spreads the readers of a hub that
    /// restarts.
    /// </summary>
    /// <param name="random">A random number from 0 to 1, which selects the jitter.</param>
    public static TimeSpan GetDelay(int attempt, double random)
    {
        var ceiling = First * Math.Pow(2, Math.Min(attempt, 16));
        return (ceiling < Max ? ceiling : Max) * (0.5 + (random / 2));
    }
}
