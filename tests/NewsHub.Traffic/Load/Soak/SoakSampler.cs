using System.Globalization;
using System.Net.Http.Headers;
using NewsHub.Traffic.Load.Servers;

namespace NewsHub.Traffic.Load.Soak;

/// <summary>Samples a hub's process from /proc and its metrics.</summary>
internal sealed class SoakSampler : IDisposable
{
    private readonly LoadTarget _target;
    private readonly TimeProvider _time;
    private readonly HttpClient _http;
    private readonly List<SoakSample> _samples = [];

    public SoakSampler(LoadTarget target, TimeProvider time)
    {
        (_target, _time, _http) = (target, time, new HttpClient { BaseAddress = target.Address });
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", target.Key);
    }

    /// <summary>The samples; complete when <see cref="Run"/> has ended.</summary>
    public IReadOnlyList<SoakSample> Samples => _samples;

    public async Task Run(TimeSpan every, CancellationToken end)
    {
        var since = _time.GetTimestamp();
        while (true)
        {
            await Task.Delay(every, _time, end).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (end.IsCancellationRequested) return;
            var sample = await Take(_time.GetElapsedTime(since));
            _samples.Add(sample);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{sample.At.TotalSeconds,5:0} s: memory {sample.ResidentKib / 1024:0.0} MiB, heap {sample.HeapKib / 1024:0.0} MiB, timers {sample.Timers:0}, threads {sample.Threads:0}, file handles {sample.FileHandles:0}"));
        }
    }

    public void Dispose() => _http.Dispose();

    private async Task<SoakSample> Take(TimeSpan at)
    {
        var metrics = await _http.GetStringAsync("/metrics");
        var process = _target.Processes.Ids[0];
        var threads = Directory.EnumerateDirectories($"/proc/{process}/task").Count();
        var handles = Directory.EnumerateFileSystemEntries($"/proc/{process}/fd").Count();
        return new SoakSample(at, _target.Processes.MemoryKib, Sum(metrics, "dotnet_gc_last_collection_heap_size_bytes") / 1024, Sum(metrics, "dotnet_timer_count"), threads, handles);
    }

    /// <summary>The sum of a metric over its labels.</summary>
    private static double Sum(string metrics, string name) => metrics.Split('\n')
        .Where(line => line.StartsWith(name, StringComparison.Ordinal) && line[name.Length] is ' ' or '{')
        .Sum(line => double.Parse(line[(line.LastIndexOf('}') is var end and >= 0 ? end + 1 : name.Length)..].Trim().Split(' ')[0], CultureInfo.InvariantCulture));
}
