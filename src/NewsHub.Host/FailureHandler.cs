using Microsoft.AspNetCore.Diagnostics;
using NewsHub.Wire;

namespace NewsHub.Host;

/// <summary>Maps unhandled exceptions to problem details: 503 where the caller may retry, 4xx for a malformed request, otherwise 500.</summary>
internal sealed partial class FailureHandler(IProblemDetailsService problems, ILogger<FailureHandler> logger) : IExceptionHandler
{
    public ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        var failure = FindStoreFailure(exception) ?? exception;
        var (status, detail) = failure switch
        {
            BadHttpRequestException bad => (bad.StatusCode, bad.Message),
            StoreBusyException or StoreUnreachableException => (StatusCodes.Status503ServiceUnavailable, failure.Message),
            TimeoutException or OrleansException => (
                StatusCodes.Status503ServiceUnavailable,
                "The hub did not answer in time; the outcome of the command is unknown. Repeat it with the same Idempotency-Key."),
            _ => (StatusCodes.Status500InternalServerError, "An unexpected error occurred. It has been logged."),
        };
        // The middleware does not log an exception that a handler has handled.
        if (status == StatusCodes.Status500InternalServerError) LogRequestFailed(exception, httpContext.Request.Method, httpContext.Request.Path);
        httpContext.Response.StatusCode = status;
        if (status == StatusCodes.Status503ServiceUnavailable) httpContext.Response.Headers.RetryAfter = "1";
        return problems.TryWriteAsync(new ProblemDetailsContext
        {
            HttpContext = httpContext, ProblemDetails = { Status = status, Detail = detail },
        });
    }

    // Orleans wraps a failure to store a grain's state.
    private static Exception? FindStoreFailure(Exception? failure)
    {
        while (failure is not (null or StoreBusyException or StoreUnreachableException)) failure = failure.InnerException;
        return failure;
    }

    [LoggerMessage(6002, LogLevel.Error, "{Method} {Path} failed")]
    private partial void LogRequestFailed(Exception failure, string method, PathString path);
}
