namespace NewsHub.Traffic.Newsroom.Stories;

/// <summary>A beat of the newsroom: a section with its own phrases.</summary>
public sealed class Beat
{
    private Beat(string section, string language, Grammar grammar) => (Section, Language, Grammar) = (section, language, grammar);

    /// <summary>The slug of the section.</summary>
    public string Section { get; }

    /// <summary>The language of its phrases, a BCP 47 tag.</summary>
    public string Language { get; }

    public Grammar Grammar { get; }

    /// <summary>All beats.</summary>
    public static IReadOnlyList<Beat> All { get; } = ReadAll();

    private static Beat[] ReadAll()
    {
        var common = Read("common");
        string[] sections = ["news", "world", "politics", "business", "technology", "science", "health", "climate", "sport", "culture"];
        return
        [
            .. sections.Select(section => new Beat(section, "en", Read(section).WithCommon(common))),
            new Beat("world", "de", Read("world-de")), new Beat("culture", "ar", Read("culture-ar")),
        ];
    }

    private static Grammar Read(string name)
    {
        using var text = new StreamReader(typeof(Beat).Assembly.GetManifestResourceStream(name)!);
        return Grammar.Read(text);
    }
}
