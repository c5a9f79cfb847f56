using System.Net.Http.Json;
using NewsHub.EndToEndTests.Browsing;
using Xunit;

namespace NewsHub.EndToEndTests.Pages;

/// <summary>A hub with a morning's news, in several languages, with and without pictures, with three alerts, and one browser.</summary>
public sealed class Paper : IAsyncLifetime
{
    private const int Articles = 40;

    private static readonly string[] Sections = ["news", "world", "politics", "business", "science", "sport", "culture"];

    private static readonly (string Headline, string Language)[] Headlines =
    [
        ("Ferry returns to the old harbour after nine years in dock", "en"), ("Parliament votes on the coastal defence bill in a night session", "en"),
        ("الميناء القديم يستقبل أول عبّارة منذ تسع سنوات", "ar"), ("Straßenbahn erreicht nach elf Jahren den Leuchtturm", "de"),
        ("Researchers map the sea floor of the northern strait", "en"), ("חוקרים מיפו את קרקעית הים הצפוני", "he"),
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
            await Post("/api/breaking", new { headline = $"Harbour bridge closed after a barge struck it in thick fog: {alert}", section = "news", alert, body = "In full.", language = "en" });
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
        var (headline, language) = Headlines[number % Headlines.Length];
        var minutesAgo = 5 * (Articles - number);
        return Post("/api/articles", new
        {
            headline = $"{headline} {number}", language, section = Sections[number % Sections.Length], summary = $"{headline}, and what it means for those who live there.",
            body = $"{headline}.", status = "published", urgency = number == 3 ? 2 : 6, tags = new[] { "harbour" }, byline = "Ada Quill",
            publishAt = TimeProvider.System.GetUtcNow().AddMinutes(-minutesAgo).ToString("O"),
            image = number % 2 == 0 ? new { url = $"https://pictures.example/{number}.svg", alt = "A drawing", width = 1600, height = 900 } : null,
        });
    }
}

[CollectionDefinition(Name)]
public sealed class PaperCollection : ICollectionFixture<Paper>
{
    public const string Name = "paper";
}
