using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace NewsHub.Host.Health;

/// <summary>
/// <c>/health/live</c> reports that the process runs. <c>/health/ready</c> reports that it can serve readers; otherwise it returns 503 with the
/// reasons: <c>{"status":"unhealthy","reasons":{"relay":"The latest articles are not loaded yet."}}</c>. While it serves readers but commands get 503,
/// it returns 200 with the reasons: <c>{"status":"degraded","reasons":{"database":"The database does not answer."}}</c>.
/// </summary>
internal static class HealthSetup
{
    public static void AddHealth(this IServiceCollection services, HubOptions hub)
    {
        var checks = services.AddHealthChecks().AddCheck<DatabaseHealth>("database");
        if (hub.IsSilo) checks.AddCheck<SiloHealth>("silo");
        else checks.AddCheck<SilosHealth>("silos");
        if (hub.IsClustered) checks.AddCheck<ClockHealth>("clock");
        if (hub.IsGateway) checks.AddCheck<RelayHealth>("relay");
    }

    public static void MapHealth(this IEndpointRouteBuilder routes)
    {
        var get = new HttpMethodMetadata([HttpMethods.Get]);
        var live = routes.MapHealthChecks("/health/live", new HealthCheckOptions { Predicate = _ => false, ResponseWriter = Write }).WithMetadata(get);
        Describe(live, "GetLiveness", "Reports that the process runs.", StatusCodes.Status200OK);
        var ready = routes.MapHealthChecks("/health/ready", new HealthCheckOptions { ResponseWriter = Write }).WithMetadata(get);
        Describe(ready, "GetReadiness", "Reports whether the hub can serve readers, otherwise why not.", StatusCodes.Status200OK, StatusCodes.Status503ServiceUnavailable);
    }

    // The OpenAPI document lists the endpoints that name a method.
    private static void Describe(IEndpointConventionBuilder endpoint, string name, string summary, params IEnumerable<int> statuses) => endpoint
        .WithName(name).WithSummary(summary).WithTags("Health").WithMetadata(((Delegate)Write).Method)
        .WithMetadata([.. statuses.Select(status => new ProducesResponseTypeMetadata(status, typeof(Readiness), ["application/json"]))]);

    private static Task Write(HttpContext context, HealthReport report)
    {
        context.Response.ContentType = "application/json";
        return context.Response.WriteAsync(JsonSerializer.Serialize(
            new Readiness(
                JsonNamingPolicy.CamelCase.ConvertName(report.Status.ToString()),
                report.Entries.Where(check => check.Value.Status is not HealthStatus.Healthy)
                    .ToDictionary(check => check.Key, check => check.Value.Description ?? "The check failed.")),
            JsonSerializerOptions.Web));
    }
}

/// <summary>The answer of a health check.</summary>
/// <param name="Status"><c>healthy</c>; <c>degraded</c> while readers are served but commands get 503; or <c>unhealthy</c>.</param>
/// <param name="Reasons">Why it is not healthy, by check.</param>
internal sealed record Readiness([property: AllowedValues("healthy", "degraded", "unhealthy")] string Status, IReadOnlyDictionary<string, string> Reasons);
