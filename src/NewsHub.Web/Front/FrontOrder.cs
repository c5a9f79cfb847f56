using NewsHub.Articles;
using NewsHub.Wire;

namespace NewsHub.Web.Front;

/// <summary>The articles of the front page, by place.</summary>
/// <param name="Lead">Null while there is nothing to lead with.</param>
/// <param name="Seconds">At most <see cref="MaxSeconds"/> articles beside the lead.</param>
/// <param name="Latest">The latest articles by time, whatever their place.</param>
/// <param name="Blocks">The sections that have more, in their order.</param>
public sealed record FrontOrder(WireArticle? Lead, IReadOnlyList<WireArticle> Seconds, IReadOnlyList<WireArticle> Latest, IReadOnlyList<SectionBlock> Blocks)
{
    public const int MaxSeconds = 4;
    public const int MaxLatest = 8;
    public const int BlockSize = 4;

    /// <param name="articles">Public articles, latest first.</param>
    /// <param name="alerted">Articles with a standing alert.</param>
    /// <param name="placedLead">The lead that an editor chose.</param>
    /// <param name="pinned">The articles that an editor placed after the lead, in order.</param>
    public static FrontOrder Of(
        IReadOnlyList<WireArticle> articles, IReadOnlyList<WireArticle> alerted, WireArticle? placedLead, IReadOnlyList<WireArticle> pinned, IEnumerable<Section> sections)
    {
        var lead = placedLead ?? Prominence.Lead(articles, alerted);
        WireArticle[] ranked = [.. articles.OrderByDescending(Prominence.Of)];
        HashSet<string> shown = lead is null ? [] : [lead.Id];
        WireArticle[] seconds = [.. pinned.Concat(ranked.Where(article => article.FromArchive is not true)).Where(article => shown.Add(article.Id)).Take(MaxSeconds)];
        HashSet<string> placed = [.. seconds.Select(article => article.Id)];
        if (lead is not null) placed.Add(lead.Id);
        var bySection = ranked.Where(article => !placed.Contains(article.Id)).ToLookup(article => article.Section);
        return new FrontOrder(
            lead, seconds, [.. articles.Take(MaxLatest)],
            [.. sections.Where(section => bySection.Contains(section.Slug)).Select(section => new SectionBlock(section, [.. bySection[section.Slug].Take(BlockSize)]))]);
    }
}

/// <summary>The first articles of a section on the front page.</summary>
public sealed record SectionBlock(Section Section, IReadOnlyList<WireArticle> Articles);
