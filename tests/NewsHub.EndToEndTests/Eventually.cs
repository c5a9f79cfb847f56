using System.Diagnostics;

namespace NewsHub.EndToEndTests;

/// <summary>Polls a condition in another process until it holds or a timeout passes (60 seconds by default).</summary>
internal static class Eventually
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(20);

    public static async Task<T> Is<T>(Func<Task<T>> read, Func<T, bool> isAccepted, TimeSpan? timeout = null)
    {
        var elapsed = Stopwatch.StartNew();
        while (true)
        {
            var value = await read();
            if (isAccepted(value)) return value;
            if (elapsed.Elapsed > (timeout ?? Timeout)) throw new TimeoutException($"Still {value} after {elapsed.Elapsed.TotalSeconds:0.0} s.");
            await Task.Delay(PollInterval);
        }
    }

    public static Task Is(Func<bool> read, TimeSpan? timeout = null) => Is(() => Task.FromResult(read()), value => value, timeout);
}
