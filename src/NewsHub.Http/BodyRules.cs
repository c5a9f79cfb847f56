using Microsoft.AspNetCore.Http;

namespace NewsHub.Http;

/// <summary>What an endpoint accepts as a body; read by <see cref="JsonBody"/>.</summary>
/// <param name="MaxBytes">Larger bodies are refused with 413.</param>
public sealed record BodyRules(int MaxBytes)
{
    /// <summary>True if an absent body counts as <c>{}</c>.</summary>
    public bool MayBeEmpty { get; init; }

    /// <summary>True for endpoints that <c>navigator.sendBeacon</c> calls, which sends text. Otherwise another type than JSON is refused with 415.</summary>
    public bool AnyContentType { get; init; }

    /// <summary>
    /// Runs when the body has arrived, which may take minutes: returns a refusal if the caller has lost the right to send it, null otherwise.
    /// </summary>
    public Func<HttpContext, ValueTask<IResult?>>? Recheck { get; init; }
}
