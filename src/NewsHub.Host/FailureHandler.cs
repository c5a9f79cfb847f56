using Microsoft.AspNetCore.Diagnostics;
using NewsHub.Http;
using NewsHub.Wire;

namespace NewsHub.Host;

/// <summary>Maps unhandled exceptions to problem details: 503 where the caller may retry, 4xx for a malformed request, otherwise 500.</summary>
internal sealed partial class FailureHandler(ILogger<FailureHandler> logger) : IExceptionHandler
{
    private const int RetryAfterSeconds = 1;

    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
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
        var problem = status == StatusCodes.Status503ServiceUnavailable ? Problem.Retry(status, detail, RetryAfterSeconds) : Problem.Of(status, detail);
        await problem.ExecuteAsync(httpContext);
        return true;
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
