using System.Diagnostics;

namespace NewsHub.Tests.Trending;

/// <summary>Asks again until the answer is right, for what happens on another thread.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    public static async Task<T> Is<T>(Func<Task<T>> ask, Func<T, bool> isRight)
    {
        var waiting = Stopwatch.StartNew();
        while (true)
        {
            var answer = await ask();
            if (isRight(answer)) return answer;
            if (waiting.Elapsed > Patience) throw new TimeoutException($"Still {answer} after {Patience.TotalSeconds} s.");
            await Task.Delay(Pause);
        }
    }
}
