using System.Diagnostics;
using System.Globalization;
using NewsHub.Gateway.Reads;
using NewsHub.Trending.Fairness;

namespace NewsHub.Benchmarks;

/// <summary>
/// Reads into the window that every door counts in, emptied after every 500,000 reads of a thread: 500 articles, read unevenly by 50,000
/// readers. Per second of CPU, so that other programs on the machine do not count.
/// </summary>
internal static class ReadsBenchmark
{
    private const int Prepared = 1 << 20;
    private const int Reads = 5_000_000;
    private const int Window = 500_000;

    public static void Run()
    {
        Console.WriteLine();
        Console.WriteLine("| counting reads in process | threads | reads per second of CPU | bytes allocated per read |");
        Console.WriteLine("| --- | --- | --- | --- |");
        var random = new Random(1);
        var ids = Enumerable.Range(0, 500).Select(n => $"01JD{n:000}XYZABCDEFGHJKMNPQRS").ToArray();
        var reads = Enumerable.Range(0, Prepared)
            .Select(_ => (Id: ids[(int)(ids.Length * Math.Pow(random.NextDouble(), 3))], Visitor: new ReaderIdentity((ulong)random.Next(50_000) * 0x9E37_79B9_7F4A_7C15, 0, default, false)))
            .ToArray();
        var hot = reads.Select(read => (ids[0], read.Visitor)).ToArray();
        foreach (var threads in Enumerable.Range(1, Environment.ProcessorCount).Where(n => n is 1 || n == Environment.ProcessorCount))
        {
            Print("500 articles", threads, reads);
            Print("one hot article", threads, hot);
        }
    }

    private static void Print(string what, int threads, (string Id, ReaderIdentity Visitor)[] reads)
    {
        var window = new ReadWindow();
        Measure(window, threads, reads);
        var runs = Enumerable.Range(0, 3).Select(_ => Measure(window, threads, reads)).OrderBy(run => run.PerSecond).ToArray();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"| {what} | {threads} | {runs[1].PerSecond:#,0} | {runs[1].Bytes:0.0} |"));
    }

    private static (double PerSecond, double Bytes) Measure(ReadWindow window, int threads, (string Id, ReaderIdentity Visitor)[] reads)
    {
        var (cpu, bytes) = (Cpu(), GC.GetTotalAllocatedBytes(precise: true));
        var counting = Enumerable.Range(0, threads).Select(n => new Thread(() => CountOn(window, reads, n * 7_919, empties: n == 0))).ToArray();
        foreach (var thread in counting) thread.Start();
        foreach (var thread in counting) thread.Join();
        var total = (double)Reads * threads;
        return (total / (Cpu() - cpu).TotalSeconds, (GC.GetTotalAllocatedBytes(precise: true) - bytes) / total);
    }

    private static void CountOn(ReadWindow window, (string Id, ReaderIdentity Visitor)[] reads, int first, bool empties)
    {
        for (var n = 0; n < Reads; n++)
        {
            ref readonly var read = ref reads[(first + n) & (Prepared - 1)];
            if (!window.TryCount(read.Id, in read.Visitor)) throw new InvalidOperationException("A read was refused.");
            if (!empties || n % Window != 0) continue;
            foreach (var tally in window.Take(_ => false)) tally.Return();
        }
    }

    private static TimeSpan Cpu()
    {
        using var process = Process.GetCurrentProcess();
        return process.TotalProcessorTime;
    }
}
