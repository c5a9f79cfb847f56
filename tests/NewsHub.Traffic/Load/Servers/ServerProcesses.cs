using System.Globalization;

namespace NewsHub.Traffic.Load.Servers;

/// <summary>CPU time and memory of the processes under load, read from /proc. Without ids nothing is known.</summary>
internal sealed class ServerProcesses(params int[] ids)
{
    /// <summary>USER_HZ, the unit of times in /proc on Linux.</summary>
    private const double TicksPerSecond = 100;

    public IReadOnlyList<int> Ids => ids;

    public bool AreKnown => ids.Length > 0;

    public TimeSpan Cpu => TimeSpan.FromSeconds(ids.Sum(CpuTicks) / TicksPerSecond);

    public long MemoryKib => ids.Sum(ResidentKib);

    /// <summary>Process ids as in <c>1234,1235</c>.</summary>
    public static int[] Parse(string? text)
    {
        if (text is null) return [];
        var ids = text.Split(',').Select(id => int.TryParse(id, CultureInfo.InvariantCulture, out var number) ? number : 0).ToArray();
        return Array.Find(ids, id => !File.Exists($"/proc/{id}/stat")) is 0 && !ids.Contains(0)
            ? ids
            : throw new UsageException($"--pid is a running process, not '{text}'.");
    }

    // proc(5): utime and stime are fields 14 and 15 of stat; counted here after the name in parentheses.
    private static long CpuTicks(int id)
    {
        var stat = File.ReadAllText($"/proc/{id}/stat");
        var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        return long.Parse(fields[11], CultureInfo.InvariantCulture) + long.Parse(fields[12], CultureInfo.InvariantCulture);
    }

    private static long ResidentKib(int id)
    {
        var line = File.ReadLines($"/proc/{id}/status").First(line => line.StartsWith("VmRSS:", StringComparison.Ordinal));
        return long.Parse(line["VmRSS:".Length..^"kB".Length], CultureInfo.InvariantCulture);
    }
}
