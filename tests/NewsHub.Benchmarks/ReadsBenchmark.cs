using System.Diagnostics;
using System.Globalization;
using NewsHub.Gateway.Reads;
using NewsHub.Trending.Fairness;

namespace NewsHub.Benchmarks;

/// <summary>
/// Measures counting into the read window shared by all endpoints: 500 articles, read with a skewed distribution by 50,000 readers. The first
/// thread empties the window after every 500,000 of its reads. Rates are per second of CPU time, so other programs have little effect.
/// </summary>
internal static class ReadsBenchmark
{
    private const int Prepared = 1 << 20;
    private const int Reads = 5_000_000;
    private const int EmptyEvery = 500_000;

    public static void Run()
    {
        Console.WriteLine();
        Console.WriteLine("| counting reads in process | threads | reads per second of CPU | bytes allocated per read |");
        Console.WriteLine("| --- | --- | --- | --- |");
        var random = new Random(1);
        var ids = Enumerable.Range(0, 500).Select(n => $"01JD{n:000}XYZABCDEFGHJKMNPQRS").ToArray();
        var reads = Enumerable.Range(0, Prepared)
            .Select(_ => (Id: ids[(int)(ids.Length * Math.Pow(random.NextDouble(), 3))], Reader: new ReaderIdentity((ulong)random.Next(50_000) * 0x9E37_79B9_7F4A_7C15, 0, default, false)))
            .ToArray();
        var hot = reads.Select(read => (ids[0], read.Reader)).ToArray();
        foreach (var threads in Enumerable.Range(1, Environment.ProcessorCount).Where(n => n is 1 || n == Environment.ProcessorCount))
        {
            Print("500 articles", threads, reads);
            Print("one hot article", threads, hot);
        }
    }

    private static void Print(string name, int threads, (string Id, ReaderIdentity Reader)[] reads)
    {
        var window = new ReadWindow();
        Measure(window, threads, reads);
        var runs = Enumerable.Range(0, 3).Select(_ => Measure(window, threads, reads)).OrderBy(run => run.PerSecond).ToArray();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"| {name} | {threads} | {runs[1].PerSecond:#,0} | {runs[1].Bytes:0.0} |"));
    }

    private static (double PerSecond, double Bytes) Measure(ReadWindow window, int threads, (string Id, ReaderIdentity Reader)[] reads)
    {
        var (cpu, bytes) = (Cpu(), GC.GetTotalAllocatedBytes(precise: true));
        var workers = Enumerable.Range(0, threads).Select(n => new Thread(() => CountReads(window, reads, n * 7_919, emptiesWindow: n == 0))).ToArray();
        foreach (var thread in workers) thread.Start();
        foreach (var thread in workers) thread.Join();
        var total = (double)Reads * threads;
        return (total / (Cpu() - cpu).TotalSeconds, (GC.GetTotalAllocatedBytes(precise: true) - bytes) / total);
    }

    private static void CountReads(ReadWindow window, (string Id, ReaderIdentity Reader)[] reads, int first, bool emptiesWindow)
    {
        for (var n = 0; n < Reads; n++)
        {
            ref readonly var read = ref reads[(first + n) & (Prepared - 1)];
            if (!window.TryCount(read.Id, in read.Reader)) throw new InvalidOperationException("A read was refused.");
            if (!emptiesWindow || n % EmptyEvery != 0) continue;
            foreach (var tally in window.Take(_ => false)) tally.Return();
        }
    }

    private static TimeSpan Cpu()
    {
        using var process = Process.GetCurrentProcess();
        return process.TotalProcessorTime;
    }
}
