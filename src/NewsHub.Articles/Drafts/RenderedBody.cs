namespace NewsHub.Articles.Drafts;

/// <summary>The result of rendering a body.</summary>
/// <param name="Html">Sanitised HTML; null when the body is rejected.</param>
/// <param name="Warnings">What was left out, in words.</param>
/// <param name="Error">Why the body is rejected; otherwise null.</param>
internal sealed record RenderedBody(string? Html, IReadOnlyList<string> Warnings, string? Error = null)
{
    public static RenderedBody Refused(string error) => new(null, [], error);
}
