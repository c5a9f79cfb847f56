using System.Diagnostics;

namespace NewsHub.Tests.Trending;

/// <summary>Polls until a condition holds or the timeout expires, for results of other threads.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(20);

    public static async Task<T> Is<T>(Func<Task<T>> read, Func<T, bool> isExpected)
    {
        var elapsed = Stopwatch.StartNew();
        while (true)
        {
            var value = await read();
            if (isExpected(value)) return value;
            if (elapsed.Elapsed > Timeout) throw new TimeoutException($"Still {value} after {Timeout.TotalSeconds} s.");
            await Task.Delay(PollInterval);
        }
    }
}
