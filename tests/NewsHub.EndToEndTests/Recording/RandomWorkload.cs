using System.Globalization;

namespace NewsHub.EndToEndTests.Recording;

/// <summary>A random sequence of publishes, corrections, redactions, withholds and kills that records what readers must receive.</summary>
public sealed class RandomWorkload(Newsroom newsroom, int seed)
{
    private readonly Random _random = new(seed);
    private readonly List<string> _public = [];
    private readonly List<string> _withheld = [];
    private readonly SortedDictionary<long, (string Kind, string Article)> _expected = [];
    private readonly Dictionary<string, List<SentVersion>> _sent = [];
    private readonly Dictionary<long, string[]> _erased = [];
    private readonly Dictionary<long, long> _erasedBy = [];

    /// <summary>Kind and article of every entry by sequence number; every reader must receive them.</summary>
    public IReadOnlyDictionary<long, (string Kind, string Article)> Expected => _expected;

    /// <summary>Erased words by the sequence number of the erasing entry. A reader must not receive them with or after that entry.</summary>
    public IReadOnlyDictionary<long, string[]> Erased => _erased;

    public async Task Run(int commands)
    {
        for (var i = 0; i < commands; i++)
        {
            var roll = _public.Count < 3 ? 0 : _random.Next(100);
            await (roll switch
            {
                < 50 => Publish(),
                < 70 => Correct(),
                < 78 => Redact(),
                < 85 => Withhold(),
                < 90 when _withheld.Count > 0 => Republish(),
                _ => Kill(),
            });
        }
    }

    /// <summary>True if a later entry erased this one, so that it may be missing.</summary>
    public bool IsErased(long seq) => _erasedBy.ContainsKey(seq);

    private async Task Publish()
    {
        var word = NewWord();
        var receipt = _random.Next(4) == 0 ? await newsroom.PublishAlert($"News of {word}") : await newsroom.Publish($"News of {word}", summary: $"More of {word}");
        _sent[receipt.Id] = [];
        _public.Add(receipt.Id);
        Record(receipt, "published", word);
    }

    private async Task Correct()
    {
        var word = NewWord();
        Record(await newsroom.Correct(Any(_public), $"Corrected news of {word}", "A slip.", $"More of {word}"), "corrected", word);
    }

    /// <summary>Corrects an article with new words, then erases all earlier versions.</summary>
    private async Task Redact()
    {
        var id = Any(_public);
        var word = NewWord();
        var corrected = await newsroom.Correct(id, $"Redacted news of {word}", "A name was removed.", $"More of {word}");
        Record(corrected, "corrected", word);
        var receipt = await newsroom.Redact(id, corrected.Version - 1);
        Erase(receipt, sent => sent.Version < corrected.Version);
        Record(receipt, "updated", word);
    }

    private async Task Withhold()
    {
        var id = Any(_public);
        _public.Remove(id);
        _withheld.Add(id);
        var receipt = await newsroom.Withhold(id);
        Erase(receipt, _ => true);
        Record(receipt, "withheld", null);
    }

    /// <summary>Rewrites a withheld article and publishes it again.</summary>
    private async Task Republish()
    {
        var id = Any(_withheld);
        _withheld.Remove(id);
        _public.Add(id);
        var word = NewWord();
        Record(await newsroom.Republish(id, $"Rewritten news of {word}"), "published", word);
    }

    private async Task Kill()
    {
        var id = Any(_public);
        _public.Remove(id);
        var receipt = await newsroom.Kill(id);
        Erase(receipt, _ => true);
        Record(receipt, "killed", null);
    }

    private void Erase(Receipt receipt, Func<SentVersion, bool> isErased)
    {
        var erased = _sent[receipt.Id].Where(isErased).ToArray();
        _erased[receipt.Seq] = [.. erased.Select(sent => sent.Word).OfType<string>().Distinct()];
        foreach (var sent in erased) _erasedBy.TryAdd(sent.Seq, receipt.Seq);
    }

    private void Record(Receipt receipt, string kind, string? word)
    {
        _expected.Add(receipt.Seq, (kind, receipt.Id));
        _sent[receipt.Id].Add(new SentVersion(receipt.Seq, receipt.Version, word));
    }

    private string NewWord() => string.Create(CultureInfo.InvariantCulture, $"word{_random.NextInt64():x}");

    private string Any(List<string> articles) => articles[_random.Next(articles.Count)];

    /// <param name="Word">A word that occurs in all texts of this version and in no other version.</param>
    private sealed record SentVersion(long Seq, int Version, string? Word);
}
