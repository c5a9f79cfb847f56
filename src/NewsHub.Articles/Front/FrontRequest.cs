namespace NewsHub.Articles.Front;

/// <summary>What an editor places on the front page: ids of public articles. Absent or null places none.</summary>
/// <param name="Lead">The leading article.</param>
/// <param name="Pinned">The articles after it, in order; at most 12.</param>
public sealed record FrontRequest(string? Lead, IReadOnlyList<string>? Pinned)
{
    /// <summary>The ids with the field that holds each.</summary>
    internal IEnumerable<(string Field, string Id)> Ids =>
        (Pinned ?? []).Select(id => ("pinned", id)).Concat(Lead is null ? [] : [("lead", Lead)]);
}
