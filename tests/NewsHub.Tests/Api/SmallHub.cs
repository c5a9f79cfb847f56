using Xunit;

namespace NewsHub.Tests.Api;

/// <summary>A hub with small thread stacks and a heap limit, so that unbounded recursion or allocation crashes it quickly.</summary>
public sealed class SmallHub : IAsyncLifetime
{
    /// <summary>256 KB, one sixth of .NET's default of 1.5 MB, in hexadecimal as .NET reads it.</summary>
    private const string StackBytes = "40000";

    /// <summary>512 MB, in hexadecimal.</summary>
    private const string HeapBytes = "20000000";

    internal HubProcess Hub { get; } = new(("DOTNET_Thread_DefaultStackSize", StackBytes), ("DOTNET_GCHeapHardLimit", HeapBytes));

    /// <summary>The id of a public article.</summary>
    internal string Article { get; private set; } = "";

    public async Task InitializeAsync()
    {
        await Hub.InitializeAsync();
        Article = await Hub.Create("""{"headline":"Ferry","section":"world","status":"published"}""");
    }

    public Task DisposeAsync() => Hub.DisposeAsync();
}
