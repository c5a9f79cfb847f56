namespace NewsHub.Host;

/// <summary>Gives a reason to what the server refuses by itself, before any door is reached.</summary>
internal static class ProblemResults
{
    /// <summary>Fills in the detail where there is none and no field is named.</summary>
    public static void Explain(ProblemDetailsContext refusal)
    {
        if (refusal.ProblemDetails is HttpValidationProblemDetails) return;
        var request = refusal.HttpContext.Request;
        refusal.ProblemDetails.Detail ??= refusal.ProblemDetails.Status switch
        {
            StatusCodes.Status404NotFound => $"There is nothing at {request.Path}.",
            StatusCodes.Status405MethodNotAllowed =>
                $"{request.Path} does not take {request.Method}; it takes {refusal.HttpContext.Response.Headers.Allow}.",
            StatusCodes.Status415UnsupportedMediaType => "Send JSON: Content-Type: application/json.",
            _ => null,
        };
    }
}
