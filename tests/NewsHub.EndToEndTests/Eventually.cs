using System.Diagnostics;

namespace NewsHub.EndToEndTests;

/// <summary>Asks again until the answer is right, for what happens in another process.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    public static async Task<T> Is<T>(Func<Task<T>> ask, Func<T, bool> isRight, TimeSpan? patience = null)
    {
        var waiting = Stopwatch.StartNew();
        while (true)
        {
            var answer = await ask();
            if (isRight(answer)) return answer;
            if (waiting.Elapsed > (patience ?? Patience)) throw new TimeoutException($"Still {answer} after {waiting.Elapsed.TotalSeconds:0.0} s.");
            await Task.Delay(Pause);
        }
    }

    public static Task Is(Func<bool> ask, TimeSpan? patience = null) => Is(() => Task.FromResult(ask()), answer => answer, patience);
}
