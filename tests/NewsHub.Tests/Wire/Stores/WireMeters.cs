using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using NewsHub.Wire;

namespace NewsHub.Tests.Wire.Stores;

internal static class WireMeters
{
    /// <summary>Creates metrics with a meter of their own.</summary>
    public static WireMetrics Create() => new(new ServiceCollection().AddMetrics().BuildServiceProvider().GetRequiredService<IMeterFactory>());
}
