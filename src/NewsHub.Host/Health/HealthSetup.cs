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
        routes.MapHealthChecks("/health/live", new HealthCheckOptions { Predicate = _ => false, ResponseWriter = Write }).WithMetadata(get);
        routes.MapHealthChecks("/health/ready", new HealthCheckOptions { ResponseWriter = Write }).WithMetadata(get);
    }

    private static Task Write(HttpContext context, HealthReport report)
    {
        context.Response.ContentType = "application/json";
        return context.Response.WriteAsync(JsonSerializer.Serialize(new
        {
            status = JsonNamingPolicy.CamelCase.ConvertName(report.Status.ToString()),
            reasons = report.Entries.Where(check => check.Value.Status is not HealthStatus.Healthy)
                .ToDictionary(check => check.Key, check => check.Value.Description ?? "The check failed."),
        }));
    }
}
