using Microsoft.Extensions.Logging.Console;

namespace NewsHub.Host.Telemetry;

/// <summary>What the log looks like, and what must never be in it.</summary>
internal static class Logs
{
    /// <summary>Writes each request's address with its query, where a browser's key is.</summary>
    private const string Requests = "Microsoft.AspNetCore.Hosting.Diagnostics";

    public static void AddLogs(this WebApplicationBuilder builder)
    {
        builder.Logging.AddFilter<ConsoleLoggerProvider>(Requests, LogLevel.Warning);
        builder.Services.PostConfigure<JsonConsoleFormatterOptions>(json =>
            (json.TimestampFormat, json.UseUtcTimestamp) = ("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", true));
    }
}
