namespace NewsHub.Traffic.Load.Soak;

/// <summary>What a hub holds at one time.</summary>
/// <param name="ResidentKib">Resident memory in KiB.</param>
/// <param name="HeapKib">Managed heap after the last collection in KiB.</param>
internal sealed record SoakSample(TimeSpan At, double ResidentKib, double HeapKib, double Timers, double Threads, double FileHandles);
