using NewsHub.Traffic.Newsroom.Pictures;

namespace NewsHub.Traffic.Newsroom.Stories;

/// <summary>Generates stories; the same seed generates the same stories.</summary>
public sealed class StoryWriter(int seed)
{
    private readonly Random _random = new(seed);

    /// <summary>A story of a random section.</summary>
    public Manuscript Write() => Write("headline", urgency: _random.Next(4, 8), paragraphs: _random.Next(3, 7));

    /// <summary>A short, urgent story.</summary>
    public Manuscript WriteBreaking() => Write("breaking", urgency: _random.Next(1, 3), paragraphs: 1);

    private Manuscript Write(string headlines, int urgency, int paragraphs)
    {
        var beat = Beat.All[_random.Next(Beat.All.Count)];
        var scene = new Scene(beat.Grammar, _random);
        var source = scene.Generate("source");
        var story = new Story
        {
            Headline = Capitalised(scene.Generate(headlines)),
            Summary = scene.Generate("summary"),
            Body = Body(scene, paragraphs),
            Section = beat.Section,
            Language = beat.Language,
            Tags = [.. scene.GenerateSome("tag", _random.Next(1, 3)), Slug(scene.Generate("here"))],
            Byline = scene.Generate("reporter"),
            Source = new Source(source, $"https://{Slug(source)}.example/"),
            Urgency = urgency,
            Picture = _random.Next(4) > 0 ? new Picture(beat.Section, _random.Next(1_000)) : null,
        };
        return new Manuscript(story, scene);
    }

    private static string Body(Scene scene, int paragraphs)
    {
        List<string> body = [scene.Generate("lead"), .. scene.GenerateSome("paragraph", paragraphs)];
        var quotes = scene.GenerateSome("quote", paragraphs / 2);
        for (var i = 0; i < quotes.Count; i++) body.Insert(2 + 2 * i, $"> {quotes[i]}\n>\n> — {scene.Generate("speaker")}");
        if (paragraphs > 3) body.Insert(body.Count - 1, $"## Background\n\n{scene.Generate("background")}");
        return string.Join("\n\n", body);
    }

    private static string Capitalised(string text) => char.ToUpperInvariant(text[0]) + text[1..];

    private static string Slug(string name) => name.ToLowerInvariant().Replace(' ', '-');
}
