using System.Globalization;
using Xunit;

namespace NewsHub.EndToEndTests;

/// <summary>A clock for one program, made by libfaketime: as far from the machine's as it was set last. Timers run on as they are.</summary>
internal sealed class FakeClock : IDisposable
{
    private const string Missing = "A wrong clock needs libfaketime: apt-get install -y libfaketime";

    private readonly TemporaryDirectory _directory = new();

    private string Setting => Path.Combine(_directory.Path, "clock");

    /// <summary>Starts a program under this clock, which must be set by then. Skips the test where libfaketime is missing.</summary>
    public string[] Command
    {
        get
        {
            var library = Directory.EnumerateFiles("/usr/lib", "libfaketime.so.1", new EnumerationOptions { RecurseSubdirectories = true, MaxRecursionDepth = 2 })
                .FirstOrDefault();
            Assert.False(library is null && Environment.GetEnvironmentVariable("CI") == "true", Missing);
            Skip.If(library is null, Missing);
            return ["env", $"LD_PRELOAD={library}", $"FAKETIME_TIMESTAMP_FILE={Setting}", "FAKETIME_NO_CACHE=1", "FAKETIME_DONT_FAKE_MONOTONIC=1"];
        }
    }

    /// <summary>Whole or not at all: the program looks at any moment.</summary>
    /// <param name="offset">Seconds.</param>
    /// <param name="more">Milliseconds.</param>
    public void Set(int offset, int more = 0)
    {
        File.WriteAllText($"{Setting}.new", string.Create(CultureInfo.InvariantCulture, $"{offset + (more / 1000.0):+0.000;-0.000}"));
        File.Move($"{Setting}.new", Setting, overwrite: true);
    }

    /// <summary>
    /// Sets the clock, in other words each time, until the program has noticed: libfaketime remembers the text that it read last, and where
    /// two threads read two texts at once that may not be the one it goes by.
    /// </summary>
    public Task<T> Set<T>(int offset, Func<Task<T>> ask, Func<T, bool> isRight)
    {
        var times = 0;
        return Eventually.Is(() =>
        {
            Set(offset, times++);
            return ask();
        }, isRight);
    }

    public void Dispose() => _directory.Dispose();
}
