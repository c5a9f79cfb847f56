namespace NewsHub.Host;

/// <summary>Adds a detail to error responses that the server produces before an endpoint runs.</summary>
internal static class ProblemResults
{
    /// <summary>Sets the detail where none is set; validation problems name their fields and stay unchanged.</summary>
    public static void AddDetail(ProblemDetailsContext context)
    {
        if (context.ProblemDetails is HttpValidationProblemDetails) return;
        var request = context.HttpContext.Request;
        context.ProblemDetails.Detail ??= context.ProblemDetails.Status switch
        {
            StatusCodes.Status404NotFound => $"{request.Path} was not found.",
            StatusCodes.Status405MethodNotAllowed =>
                $"{request.Path} does not allow {request.Method}. Allowed: {context.HttpContext.Response.Headers.Allow}.",
            StatusCodes.Status415UnsupportedMediaType => "Send JSON: Content-Type: application/json.",
            _ => null,
        };
    }
}
