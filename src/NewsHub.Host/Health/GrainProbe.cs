using NewsHub.Articles;
using Orleans.Core.Internal;

namespace NewsHub.Host.Health;

/// <summary>Activates a grain and ends the activation again. The grain reads nothing, so the probe does not depend on the database.</summary>
internal static class GrainProbe
{
    private static readonly TimeSpan MaxWait = TimeSpan.FromSeconds(3);

    /// <param name="key">A key that no article has. The grain is placed on the silo that calls it; for a gateway, on any.</param>
    public static Task Send(IGrainFactory grains, string key, CancellationToken stopping) =>
        grains.GetGrain<IArticleGrain>($"health/{key}").AsReference<IGrainManagementExtension>().DeactivateOnIdle(stopping).AsTask().WaitAsync(MaxWait, stopping);
}
