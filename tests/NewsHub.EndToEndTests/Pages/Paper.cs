using NewsHub.EndToEndTests.Browsing;
using Xunit;

namespace NewsHub.EndToEndTests.Pages;

/// <summary>A hub with a morning's news, in several languages, with and without pictures, with three alerts, and one browser.</summary>
public sealed class Paper : IAsyncLifetime
{
    private const int Articles = 40;

    private static readonly string[] Sections = ["news", "world", "politics", "business", "science", "sport", "culture"];

    private static readonly (string Headline, string Summary, string Language)[] Stories =
    [
        ("Ferry returns to the old harbour after nine years in dock", "The Marguerite left at dawn with sixty passengers, two of whom had been aboard on the last crossing.", "en"),
        ("Parliament votes on the coastal defence bill in a night session", "The islands would get their own budget for sea walls. The count was closer than either side had hoped.", "en"),
        ("الميناء القديم يستقبل أول عبّارة منذ تسع سنوات", "غادرت العبّارة عند الفجر وعلى متنها ستون راكبًا.", "ar"),
        ("Straßenbahn erreicht nach elf Jahren den Leuchtturm", "Die letzte Haltestelle liegt nun unmittelbar am Meer, und die Fahrt dauert zwanzig Minuten.", "de"),
        ("Researchers map the sea floor of the northern strait", "What was thought to be sand is a forest of cold-water coral, older than any record of the coast.", "en"),
        ("חוקרים מיפו את קרקעית הים הצפוני", "מה שנחשב לחול הוא יער אלמוגים עתיק.", "he"),
        ("Night trains return to the coast from spring", "Two connections a week at first, with places for bicycles and a car in which nobody may telephone.", "en"),
        ("Museum finds nine lost maps in a tea chest", "They show a harbour that was never built, and a lighthouse that was.", "en"),
        ("Les pêcheurs et le parc éolien trouvent un accord", "Un couloir restera ouvert toute l’année entre les deux champs.", "fr"),
        ("Small clinics share one radiologist over a new network", "Pictures from twelve islands are read within the hour, and on weekends too.", "en"),
        ("The striker who came back from the shipyard", "She had not played for three years when the telephone rang on a Tuesday.", "en"),
        ("Glacier loses a record metre in a single week", "The melt water reached the valley reservoirs before the engineers did.", "en"),
        ("Choir fills the old granary for a third evening", "The acoustics are an accident of the grain, and nobody wants to repair the roof.", "en"),
    ];

    public Chromium Browser { get; } = new();

    public HubProcess Hub { get; private set; } = null!;

    public Newsroom Newsroom { get; private set; } = null!;

    /// <summary>The ids of the articles, oldest first.</summary>
    public IReadOnlyList<string> Ids { get; private set; } = [];

    /// <summary>The id of an article of twelve long paragraphs.</summary>
    public string LongRead { get; private set; } = "";

    public async Task InitializeAsync()
    {
        await Browser.InitializeAsync();
        Hub = await HubProcess.StartFresh();
        Newsroom = Hub.OpenNewsroom();
        List<string> ids = [];
        for (var i = 0; i < Articles; i++) ids.Add(await Publish(i));
        Ids = ids;
        LongRead = await Post("/api/articles", new { headline = "The long read of the day", section = "culture", body = LongBody("fifth"), status = "published", language = "en", urgency = 7 });
        foreach (var alert in (string[])["urgent", "bulletin", "flash"])
            await Post("/api/breaking", new
            {
                headline = alert == "flash" ? "Harbour bridge closed after a barge struck it in thick fog" : $"Second {alert} of the morning: trains stop on the coast line",
                section = "news",
                alert,
                language = "en",
                summary = "Nobody was hurt. Engineers inspect the second pier, and trains run again from noon.",
                body = "In full.",
                image = new { url = "https://pictures.example/3.svg", alt = "A drawing of hills by the sea", width = Drawing.Width, height = Drawing.Height },
            });
    }

    /// <summary>Reads that fill the rankings.</summary>
    public async Task ReadByMany()
    {
        for (var i = 0; i < 14; i++)
            for (var reader = 0; reader <= i / 2; reader++)
                await Newsroom.Read(Ids[^(i + 1)], $"reader-{reader}");
    }

    public async Task DisposeAsync()
    {
        Newsroom.Dispose();
        await Hub.DisposeAsync();
        await Browser.DisposeAsync();
    }

    /// <summary>Publishes an article and returns its id.</summary>
    public async Task<string> Post(string path, object body) => (await Newsroom.Send(path, body, Guid.NewGuid().ToString("N"))).Receipt.Id;

    /// <summary>A body of twelve paragraphs. One has a word that can be corrected.</summary>
    public static string LongBody(string word) => string.Join("\n\n", Enumerable.Range(1, 12).Select(
        paragraph => $"Paragraph {paragraph}{(paragraph == 5 ? $" with the {word} word" : "")}. " + string.Concat(Enumerable.Repeat("The ferry left the harbour at dawn with sixty passengers. ", 12))));

    private Task<string> Publish(int number)
    {
        var (headline, summary, language) = Stories[number % Stories.Length];
        if (number >= Stories.Length) headline += $" ({number / Stories.Length + 1})";
        var minutesAgo = 5 * (Articles - number);
        return Post("/api/articles", new
        {
            headline,
            language,
            section = Sections[number % Sections.Length],
            summary,
            body = $"{headline}.",
            status = "published",
            urgency = number == 3 ? 2 : 6,
            tags = new[] { "harbour" },
            byline = "Ada Quill",
            publishAt = TimeProvider.System.GetUtcNow().AddMinutes(-minutesAgo).ToString("O"),
            image = number % 3 == 1 ? null : new { url = $"https://pictures.example/{number}.svg", alt = "A drawing of hills by the sea", width = Drawing.Width, height = Drawing.Height },
        });
    }
}

[CollectionDefinition(Name)]
public sealed class SharedPaper : ICollectionFixture<Paper>
{
    public const string Name = "paper";
}
