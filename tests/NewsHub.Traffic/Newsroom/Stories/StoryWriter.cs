namespace NewsHub.Traffic.Newsroom.Stories;

/// <summary>Writes invented stories; the same seed writes the same ones.</summary>
public sealed class StoryWriter(int seed)
{
    private readonly Random _random = new(seed);

    /// <summary>A story of any section.</summary>
    public Manuscript Write() => Write("headline", urgency: _random.Next(4, 8), paragraphs: _random.Next(3, 7));

    /// <summary>A story that just broke: short, and urgent.</summary>
    public Manuscript WriteBreaking() => Write("breaking", urgency: _random.Next(1, 3), paragraphs: 1);

    private Manuscript Write(string headlines, int urgency, int paragraphs)
    {
        var beat = Beat.All[_random.Next(Beat.All.Count)];
        var scene = new Scene(beat.Grammar, _random);
        var source = scene.Tell("source");
        var story = new Story
        {
            Headline = Capitalised(scene.Tell(headlines)),
            Summary = scene.Tell("summary"),
            Body = Body(scene, paragraphs),
            Section = beat.Section,
            Tags = [.. scene.TellSome("tag", _random.Next(1, 3)), Slug(scene.Tell("here"))],
            Byline = scene.Tell("reporter"),
            Source = new Source(source, $"https://{Slug(source)}.example/"),
            Urgency = urgency,
        };
        return new Manuscript(story, scene);
    }

    private static string Body(Scene scene, int paragraphs)
    {
        List<string> body = [scene.Tell("lead"), .. scene.TellSome("paragraph", paragraphs)];
        var quotes = scene.TellSome("quote", paragraphs / 2);
        for (var i = 0; i < quotes.Count; i++) body.Insert(2 + 2 * i, $"> {quotes[i]}\n>\n> — {scene.Tell("speaker")}");
        if (paragraphs > 3) body.Insert(body.Count - 1, $"## Background\n\n{scene.Tell("background")}");
        return string.Join("\n\n", body);
    }

    private static string Capitalised(string text) => char.ToUpperInvariant(text[0]) + text[1..];

    private static string Slug(string name) => name.ToLowerInvariant().Replace(' ', '-');
}
