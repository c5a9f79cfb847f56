using Microsoft.AspNetCore.Diagnostics;
using NewsHub.Wire;

namespace NewsHub.Host;

/// <summary>What nobody expected, told to the caller: what may be tried again as 503, what was malformed as 4xx.</summary>
internal sealed partial class FailureHandler(IProblemDetailsService problems, ILogger<FailureHandler> logger) : IExceptionHandler
{
    public ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        var (status, detail) = exception switch
        {
            BadHttpRequestException bad => (bad.StatusCode, bad.Message),
            StoreBusyException or StoreUnreachableException => (StatusCodes.Status503ServiceUnavailable, exception.Message),
            TimeoutException or OrleansException => (
                StatusCodes.Status503ServiceUnavailable,
                "The hub did not answer in time; whether it was done is unknown. Repeat the command with the same Idempotency-Key."),
            _ => (StatusCodes.Status500InternalServerError, "Something broke. It was logged."),
        };
        // The server logs no failure that was handled, and this is where it is.
        if (status == StatusCodes.Status500InternalServerError) LogRequestFailed(exception, httpContext.Request.Method, httpContext.Request.Path);
        httpContext.Response.StatusCode = status;
        if (status == StatusCodes.Status503ServiceUnavailable) httpContext.Response.Headers.RetryAfter = "1";
        return problems.TryWriteAsync(new ProblemDetailsContext
        {
            HttpContext = httpContext, ProblemDetails = { Status = status, Detail = detail },
        });
    }

    [LoggerMessage(6002, LogLevel.Error, "{Method} {Path} failed")]
    private partial void LogRequestFailed(Exception failure, string method, PathString path);
}
