using System.ComponentModel.DataAnnotations;
using System.Net.Sockets;
using System.Security.Cryptography;
using Microsoft.Extensions.Options;
using NewsHub.Host.Clustering;
using Npgsql;

namespace NewsHub.Host.Startup;

/// <summary>
/// Starts a hub, and reports in one line on the standard error output why it cannot start. The stack trace is shown only for errors of the program.
/// </summary>
internal static class HubStart
{
    private const int ExitCode = 1;

    /// <summary>Time for a silo to leave its cluster. The parts that have not started may not stop at all.</summary>
    private static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(5);

    /// <summary>Categories that log the exception of a failed start themselves, at length.</summary>
    private static readonly string[] Repeating =
        ["Microsoft.Extensions.Hosting.Internal.Host", "Microsoft.AspNetCore.Server.Kestrel", "Microsoft.AspNetCore.Hosting", "Orleans."];

    private static volatile bool s_isStarted;
    private static volatile bool s_isFailed;

    /// <summary>True once the hub serves: a later failure is not one of the start.</summary>
    public static bool IsStarted => s_isStarted;

    /// <summary>Starts the hub. If that fails, reports the reason, stops what has started, so that a silo leaves its cluster, and ends the process.</summary>
    public static async Task Run(WebApplication app)
    {
        StopDeadline.Enforce(app);
        try
        {
            await Start(app);
            s_isStarted = true;
        }
        catch (OperationCanceledException) when (app.Lifetime.ApplicationStopping.IsCancellationRequested)
        {
            await End(app, Environment.ExitCode); // stopped by a signal while it started
        }
        catch (Exception failure)
        {
            s_isFailed = true;
            await End(app, Report(failure));
        }
    }

    /// <summary>Waits until the hub has stopped. A part that could not stop in time, as without a database, is not an error of the hub.</summary>
    public static async Task WaitForStop(WebApplication app)
    {
        try
        {
            await app.WaitForShutdownAsync();
        }
        catch (OperationCanceledException)
        {
            await Console.Error.WriteLineAsync("NewsHub stopped before all its parts had ended.");
        }
    }

    /// <summary>Leaves out what the host and Orleans log about a start that fails: the one line says the same.</summary>
    public static void AddTo(ILoggingBuilder logging) => logging.Services.PostConfigure<LoggerFilterOptions>(options =>
    {
        for (var i = 0; i < options.Rules.Count; i++)
        {
            var rule = options.Rules[i];
            options.Rules[i] = new LoggerFilterRule(
                rule.ProviderName, rule.CategoryName, rule.LogLevel,
                (provider, category, level) => rule.Filter?.Invoke(provider, category, level) != false && !IsLeftOut(category, level));
        }
    });

    /// <summary>Writes the reason, and returns the exit code.</summary>
    public static int Report(Exception failure)
    {
        Console.Error.WriteLine($"NewsHub cannot start: {Describe(failure)}");
        return ExitCode;
    }

    internal static string Describe(Exception failure)
    {
        if (failure is AggregateException { InnerExceptions: [var only] }) return Describe(only);
        if (failure is OptionsValidationException options) return OneLine(string.Join(' ', options.Failures));
        if (failure is not (InvalidOperationException or ValidationException or IOException or InvalidDataException or UnauthorizedAccessException or SocketException
            or FormatException or ArgumentException or CryptographicException or NpgsqlException or OrleansException or TimeoutException)) return failure.ToString();
        var cause = failure.GetBaseException().Message;
        return OneLine(failure.Message.Contains(cause, StringComparison.Ordinal) ? failure.Message : $"{failure.Message} {cause}");
    }

    // A hub with another secret than its cluster's would otherwise try for minutes.
    private static async Task Start(WebApplication app)
    {
        var starting = app.StartAsync();
        if (app.Services.GetService<HandshakeLog>() is { Refused: var refused } && await Task.WhenAny(starting, refused) == refused)
            throw new InvalidOperationException(await refused);
        await starting;
    }

    private static async Task End(WebApplication app, int exitCode)
    {
        await app.StopAsync().WaitAsync(StopTimeout).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        Environment.Exit(exitCode);
    }

    private static bool IsLeftOut(string? category, LogLevel level) =>
        !s_isStarted && (s_isFailed || level >= LogLevel.Error) && category is not null && Array.Exists(Repeating, name => category.StartsWith(name, StringComparison.Ordinal));

    private static string OneLine(string text) => string.Join(' ', text.Split(['\r', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
}
