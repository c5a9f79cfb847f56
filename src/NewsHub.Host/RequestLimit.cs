using System.Globalization;
using System.Net;
using System.Threading.RateLimiting;
using NewsHub.Http;

namespace NewsHub.Host;

/// <summary>
/// Limits the anonymous requests of one address to the API and to live connections, with a token bucket. Pages and assets, which cost little, and
/// requests with a valid key are not limited.
/// </summary>
internal static class RequestLimit
{
    /// <summary>Size of a burst, in seconds of the sustained rate.</summary>
    private const int Burst = 10;

    public static void AddRequestLimit(this IServiceCollection services, HubOptions hub) => services.AddRateLimiter(limiter =>
    {
        limiter.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
        limiter.OnRejected = (rejected, _) => new ValueTask(Problem.Retry(
            StatusCodes.Status429TooManyRequests,
            $"An address may make {hub.MaxRequestsPerSecondAndAddress.ToString(CultureInfo.InvariantCulture)} requests a second without a key.",
            afterSeconds: 1).ExecuteAsync(rejected.HttpContext));
        limiter.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, IPAddress>(http => !IsLimited(http)
            ? RateLimitPartition.GetNoLimiter(IPAddress.None)
            : RateLimitPartition.GetTokenBucketLimiter(http.Connection.RemoteIpAddress ?? IPAddress.Any, _ => new TokenBucketRateLimiterOptions
            {
                TokenLimit = hub.MaxRequestsPerSecondAndAddress * Burst,
                TokensPerPeriod = hub.MaxRequestsPerSecondAndAddress,
                ReplenishmentPeriod = TimeSpan.FromSeconds(1),
            }));
    });

    private static bool IsLimited(HttpContext http) => http.User.Identity?.IsAuthenticated is not true && HttpRules.IsApi(http.Request.Path);
}
