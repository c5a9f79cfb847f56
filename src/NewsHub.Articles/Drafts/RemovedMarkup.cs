using AngleSharp.Dom;
using Ganss.Xss;

namespace NewsHub.Articles.Drafts;

/// <summary>Collects what the sanitiser removes from a body, to tell the newsroom.</summary>
/// <param name="body">The body as sent. What only the Markdown renderer wrote is not reported.</param>
internal sealed class RemovedMarkup(string body)
{
    /// <summary>Different warnings per body: 20 of at most 150 characters.</summary>
    private const int MaxWarnings = 20;

    private const int MaxName = 40;

    private readonly HashSet<string> _seen = [];
    private readonly List<string> _warnings = [];

    public IReadOnlyList<string> Warnings => _warnings;

    public void Add(IElement element) => Add(element.LocalName, $"body: <{Shown(element.LocalName)}> was removed; its text stays");

    public void Add(IElement element, string attribute, RemoveReason reason = RemoveReason.NotAllowedAttribute) => Add(attribute, reason is RemoveReason.NotAllowedUrlValue
        ? $"body: {Shown(attribute)} of <{Shown(element.LocalName)}> was removed; an address begins with http:, https: or mailto:, or belongs to this site"
        : $"body: the attribute {Shown(attribute)} was removed");

    public void AddComment() => Add("<!", "body: a comment was removed");

    private void Add(string name, string warning)
    {
        if (_warnings.Count < MaxWarnings && _seen.Add(warning) && body.Contains(name, StringComparison.OrdinalIgnoreCase)) _warnings.Add(warning);
    }

    private static string Shown(string name) => name.Length <= MaxName ? name : $"{name[..MaxName]}…";
}
