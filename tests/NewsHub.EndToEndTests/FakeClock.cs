using System.Globalization;
using Xunit;

namespace NewsHub.EndToEndTests;

/// <summary>
/// Gives one process a wall clock that is offset from the system clock, by libfaketime. The monotonic clock, and so timers, are not changed. The
/// library is the build for several threads: the other one returns the system's time to one thread while another reads the setting.
/// </summary>
internal sealed class FakeClock : IDisposable
{
    private const string MissingMessage = "libfaketime is missing: apt-get install -y libfaketime";

    private readonly TemporaryDirectory _directory = new();

    private string Setting => Path.Combine(_directory.Path, "clock");

    /// <summary>Command prefix that starts a program under this clock. Set the clock first. Skips the test where libfaketime is missing.</summary>
    public string[] Command
    {
        get
        {
            var library = Directory.EnumerateFiles("/usr/lib", "libfaketimeMT.so.1", new EnumerationOptions { RecurseSubdirectories = true, MaxRecursionDepth = 2 })
                .FirstOrDefault();
            Assert.False(library is null && Environment.GetEnvironmentVariable("CI") == "true", MissingMessage);
            Skip.If(library is null, MissingMessage);
            return ["env", $"LD_PRELOAD={library}", $"FAKETIME_TIMESTAMP_FILE={Setting}", "FAKETIME_NO_CACHE=1", "FAKETIME_DONT_FAKE_MONOTONIC=1"];
        }
    }

    /// <summary>Replaces the setting atomically, because the program may read it at any time.</summary>
    /// <param name="offset">Seconds from the system clock.</param>
    public void Set(int offset)
    {
        File.WriteAllText($"{Setting}.new", string.Create(CultureInfo.InvariantCulture, $"{offset:+0;-0}"));
        File.Move($"{Setting}.new", Setting, overwrite: true);
    }

    public void Dispose() => _directory.Dispose();
}
