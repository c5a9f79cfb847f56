using Xunit;

namespace NewsHub.Tests.Doors;

/// <summary>A hub whose threads have little stack and whose heap has a limit, so that input that is not bounded ends the process soon.</summary>
public sealed class SmallHub : IAsyncLifetime
{
    /// <summary>256 KB, a sixth of .NET's own 1.5 MB; hexadecimal, as .NET reads it.</summary>
    private const string StackBytes = "40000";

    /// <summary>512 MB; hexadecimal.</summary>
    private const string HeapBytes = "20000000";

    internal HubProcess Hub { get; } = new(("DOTNET_Thread_DefaultStackSize", StackBytes), ("DOTNET_GCHeapHardLimit", HeapBytes));

    /// <summary>A public article.</summary>
    internal string Article { get; private set; } = "";

    public async Task InitializeAsync()
    {
        await Hub.InitializeAsync();
        Article = await Hub.Create("""{"headline":"Ferry","section":"world","status":"published"}""");
    }

    public Task DisposeAsync() => Hub.DisposeAsync();
}
