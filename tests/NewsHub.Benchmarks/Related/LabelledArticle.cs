using NewsHub.Wire;

namespace NewsHub.Benchmarks.Related;

/// <summary>An article with the labels of its subjects, in the order of publication.</summary>
internal sealed record LabelledArticle(WireArticle Article, IReadOnlySet<string> Labels)
{
    /// <summary>Reads lines of labels (separated by commas), headline and summary, separated by tabs; the summary may be missing.</summary>
    /// <exception cref="FormatException">A line does not have this format; the message contains its number.</exception>
    public static IReadOnlyList<LabelledArticle> Read(TextReader lines)
    {
        List<LabelledArticle> articles = [];
        for (var number = 1; lines.ReadLine() is { } line; number++)
        {
            if (line.Length == 0) continue;
            var fields = line.Split('\t');
            if (fields.Length is < 2 or > 3 || fields[0].Length == 0 || fields[1].Length == 0)
                throw new FormatException($"Line {number} is not labels, headline and summary, separated by tabs: {line}");
            var article = new WireArticle { Id = $"a{number}", Version = 1, Url = $"/articles/a{number}", Headline = fields[1], Summary = fields.ElementAtOrDefault(2), Language = "en" };
            articles.Add(new LabelledArticle(article, fields[0].Split(',').ToHashSet()));
        }
        return articles;
    }

    public bool IsAbout(LabelledArticle other) => Labels.Overlaps(other.Labels);
}
