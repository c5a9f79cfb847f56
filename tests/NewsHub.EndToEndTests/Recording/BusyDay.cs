using System.Globalization;

namespace NewsHub.EndToEndTests.Recording;

/// <summary>A newsroom that publishes, corrects, redacts, withholds and kills, and knows what it did.</summary>
public sealed class BusyDay(Newsroom newsroom, int seed)
{
    private readonly Random _random = new(seed);
    private readonly List<string> _public = [];
    private readonly List<string> _withheld = [];
    private readonly SortedDictionary<long, (string Kind, string Article)> _diary = [];
    private readonly Dictionary<string, List<Told>> _told = [];
    private readonly Dictionary<long, string[]> _erased = [];
    private readonly Dictionary<long, long> _erasedBy = [];

    /// <summary>By sequence, what every reader has to learn.</summary>
    public IReadOnlyDictionary<long, (string Kind, string Article)> Diary => _diary;

    /// <summary>By the sequence of an entry that erases, the words that nobody may be sent any more once that entry is known.</summary>
    public IReadOnlyDictionary<long, string[]> Erased => _erased;

    public async Task Work(int orders)
    {
        for (var i = 0; i < orders; i++)
        {
            var chance = _public.Count < 3 ? 0 : _random.Next(100);
            await (chance switch
            {
                < 50 => Publish(),
                < 70 => Correct(),
                < 78 => Redact(),
                < 85 => Withhold(),
                < 90 when _withheld.Count > 0 => Release(),
                _ => Kill(),
            });
        }
    }

    /// <summary>True when an entry may be missing: a later one erased it.</summary>
    public bool IsErased(long seq) => _erasedBy.ContainsKey(seq);

    private async Task Publish()
    {
        var word = NewWord();
        var receipt = _random.Next(4) == 0 ? await newsroom.Break($"News of {word}") : await newsroom.Publish($"News of {word}", summary: $"More of {word}");
        _told[receipt.Id] = [];
        _public.Add(receipt.Id);
        Note(receipt, "published", word);
    }

    private async Task Correct()
    {
        var word = NewWord();
        Note(await newsroom.Correct(Any(_public), $"Mended news of {word}", "A slip.", $"More of {word}"), "corrected", word);
    }

    /// <summary>Erases all versions but the current one, which has other words.</summary>
    private async Task Redact()
    {
        var id = Any(_public);
        var word = NewWord();
        var corrected = await newsroom.Correct(id, $"Redacted news of {word}", "A name was removed.", $"More of {word}");
        Note(corrected, "corrected", word);
        var receipt = await newsroom.Redact(id, corrected.Version - 1);
        Erase(receipt, told => told.Version < corrected.Version);
        Note(receipt, "updated", word);
    }

    private async Task Withhold()
    {
        var id = Any(_public);
        _public.Remove(id);
        _withheld.Add(id);
        var receipt = await newsroom.Withhold(id);
        Erase(receipt, _ => true);
        Note(receipt, "withheld", null);
    }

    /// <summary>Publishes what was withheld again, rewritten.</summary>
    private async Task Release()
    {
        var id = Any(_withheld);
        _withheld.Remove(id);
        _public.Add(id);
        var word = NewWord();
        Note(await newsroom.Republish(id, $"Rewritten news of {word}"), "published", word);
    }

    private async Task Kill()
    {
        var id = Any(_public);
        _public.Remove(id);
        var receipt = await newsroom.Kill(id);
        Erase(receipt, _ => true);
        Note(receipt, "killed", null);
    }

    private void Erase(Receipt receipt, Func<Told, bool> isErased)
    {
        var erased = _told[receipt.Id].Where(isErased).ToArray();
        _erased[receipt.Seq] = [.. erased.Select(told => told.Word).OfType<string>().Distinct()];
        foreach (var told in erased) _erasedBy.TryAdd(told.Seq, receipt.Seq);
    }

    private void Note(Receipt receipt, string kind, string? word)
    {
        _diary.Add(receipt.Seq, (kind, receipt.Id));
        _told[receipt.Id].Add(new Told(receipt.Seq, receipt.Version, word));
    }

    private string NewWord() => string.Create(CultureInfo.InvariantCulture, $"word{_random.NextInt64():x}");

    private string Any(List<string> articles) => articles[_random.Next(articles.Count)];

    /// <param name="Word">Stands in all texts of this version and in no other.</param>
    private sealed record Told(long Seq, int Version, string? Word);
}
