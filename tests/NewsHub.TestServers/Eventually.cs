using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace NewsHub.TestServers;

/// <summary>Polls until a condition holds or a timeout passes (60 seconds by default), for results of other threads and processes.</summary>
public static class Eventually
{
    private static readonly TimeSpan DefaultTimeout = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(20);

    /// <summary>Returns the first value that is accepted.</summary>
    /// <param name="read">Reads the value. An exception fails the test at once; the message says what was awaited.</param>
    /// <param name="expected">The source text of the condition, supplied by the compiler.</param>
    /// <exception cref="TimeoutException">No value was accepted in time. The message has the condition, the time and the last value.</exception>
    public static async Task<T> Is<T>(
        Func<Task<T>> read, Func<T, bool> isAccepted, TimeSpan? timeout = null, [CallerArgumentExpression(nameof(isAccepted))] string expected = "")
    {
        var (elapsed, attempts) = (Stopwatch.StartNew(), 0);
        while (true)
        {
            var value = await Read(read, expected, elapsed, ++attempts);
            if (isAccepted(value)) return value;
            if (elapsed.Elapsed > (timeout ?? DefaultTimeout))
                throw new TimeoutException($"Waited {Spent(elapsed, attempts)} for {expected}. The last value was {Describe(value)}.");
            await Task.Delay(PollInterval);
        }
    }

    /// <summary>Waits until a condition holds.</summary>
    /// <param name="expected">The source text of the condition, supplied by the compiler.</param>
    /// <inheritdoc cref="Is{T}(Func{Task{T}}, Func{T, bool}, TimeSpan?, string)" path="/exception"/>
    public static Task Is(Func<bool> isTrue, TimeSpan? timeout = null, [CallerArgumentExpression(nameof(isTrue))] string expected = "") =>
        Is(() => Task.FromResult(isTrue()), value => value, timeout, expected);

    private static async Task<T> Read<T>(Func<Task<T>> read, string expected, Stopwatch elapsed, int attempts)
    {
        try
        {
            return await read();
        }
        catch (Exception failure)
        {
            throw new InvalidOperationException($"Waiting for {expected} failed after {Spent(elapsed, attempts)}: {failure.Message}", failure);
        }
    }

    private static string Spent(Stopwatch elapsed, int attempts) => FormattableString.Invariant($"{elapsed.Elapsed.TotalSeconds:0.0} s ({attempts} attempts)");

    private static string Describe<T>(T value) => value switch
    {
        null => "null",
        string text => $"\"{text}\"",
        System.Collections.IEnumerable items => $"[{string.Join(", ", items.Cast<object?>())}]",
        _ => value.ToString() ?? "",
    };
}
