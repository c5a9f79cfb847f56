using System.Diagnostics;
using System.Globalization;

namespace NewsHub.Benchmarks;

/// <summary>Measures the time from process start to the first page, and the working set of the idle process ten seconds later.</summary>
internal static class StartBenchmark
{
    private const string Address = "http://127.0.0.1:18080";
    private const int Runs = 5;

    public static async Task Run()
    {
        var starts = new List<(double Seconds, double Megabytes)>();
        for (var i = 0; i < Runs; i++) starts.Add(await Start());
        var (seconds, megabytes) = (starts.Select(run => run.Seconds).Order().ElementAt(Runs / 2), starts.Select(run => run.Megabytes).Order().ElementAt(Runs / 2));
        Console.WriteLine();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"Process start to first page: {seconds:0.0} s; memory idle, ten seconds later: {megabytes:0} MB (medians of {Runs})."));
    }

    private static async Task<(double Seconds, double Megabytes)> Start()
    {
        var directory = Directory.CreateTempSubdirectory("newshub-bench-");
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true };
        foreach (var argument in (string[])
            [Path.Combine(AppContext.BaseDirectory, "NewsHub.Host.dll"), "--urls", Address, "--NewsHub:DataDirectory", directory.FullName, "--NewsHub:SiloPort", "18081", "--NewsHub:GatewayPort", "18082"])
            start.ArgumentList.Add(argument);
        var watch = Stopwatch.StartNew();
        using var process = Process.Start(start)!;
        process.OutputDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        using var http = new HttpClient();
        while (!await HasPage(http)) await Task.Delay(10);
        var seconds = watch.Elapsed.TotalSeconds;
        await Task.Delay(TimeSpan.FromSeconds(10));
        process.Refresh();
        var megabytes = process.WorkingSet64 / 1e6;
        process.Kill();
        await process.WaitForExitAsync();
        directory.Delete(recursive: true);
        return (seconds, megabytes);
    }

    private static async Task<bool> HasPage(HttpClient http)
    {
        try
        {
            using var page = await http.GetAsync(Address);
            return page.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}
