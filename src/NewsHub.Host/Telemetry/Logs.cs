using Microsoft.Extensions.Logging.Console;
using NewsHub.Host.Startup;

namespace NewsHub.Host.Telemetry;

/// <summary>Configures the log format and keeps secrets out of the log.</summary>
internal static class Logs
{
    /// <summary>The category that logs request URLs with their query, which may hold a browser's key.</summary>
    private const string RequestCategory = "Microsoft.AspNetCore.Hosting.Diagnostics";

    public static void AddLogs(this WebApplicationBuilder builder)
    {
        builder.Logging.AddFilter<ConsoleLoggerProvider>(RequestCategory, LogLevel.Warning);
        HubStart.AddTo(builder.Logging);
        builder.Services.PostConfigure<JsonConsoleFormatterOptions>(json =>
            (json.TimestampFormat, json.UseUtcTimestamp) = ("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", true));
    }
}
