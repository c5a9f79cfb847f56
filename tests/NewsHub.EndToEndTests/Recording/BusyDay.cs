using System.Globalization;

namespace NewsHub.EndToEndTests.Recording;

/// <summary>A newsroom that publishes, corrects and kills, and knows what it did.</summary>
public sealed class BusyDay(Newsroom newsroom, int seed)
{
    private readonly Random _random = new(seed);
    private readonly List<string> _public = [];
    private readonly SortedDictionary<long, (string Kind, string Article)> _diary = [];
    private readonly Dictionary<string, string> _secrets = [];

    /// <summary>By sequence, what every reader has to learn.</summary>
    public IReadOnlyDictionary<long, (string Kind, string Article)> Diary => _diary;

    /// <summary>By article, a word of its own that stands in every headline it ever had.</summary>
    public IReadOnlyDictionary<string, string> Secrets => _secrets;

    public async Task Work(int orders)
    {
        for (var i = 0; i < orders; i++)
        {
            var chance = _public.Count < 3 ? 0 : _random.Next(100);
            await (chance < 60 ? Publish() : chance < 80 ? Correct() : Kill());
        }
    }

    /// <summary>The sequence at which an article was killed; null: it lives.</summary>
    public long? KilledAt(string article) =>
        _diary.Where(line => line.Value == ("killed", article)).Select(line => (long?)line.Key).SingleOrDefault();

    private async Task Publish()
    {
        var secret = string.Create(CultureInfo.InvariantCulture, $"word{_random.NextInt64():x}");
        var receipt = _random.Next(4) == 0 ? await newsroom.Break($"News of {secret}") : await newsroom.Publish($"News of {secret}", summary: $"More of {secret}");
        _secrets[receipt.Id] = secret;
        _public.Add(receipt.Id);
        Note(receipt, "published");
    }

    private async Task Correct()
    {
        var id = _public[_random.Next(_public.Count)];
        Note(await newsroom.Correct(id, $"Mended news of {_secrets[id]}", $"A slip in {_secrets[id]}"), "corrected");
    }

    private async Task Kill()
    {
        var id = _public[_random.Next(_public.Count)];
        _public.Remove(id);
        Note(await newsroom.Kill(id), "killed");
    }

    private void Note(Receipt receipt, string kind) => _diary.Add(receipt.Seq, (kind, receipt.Id));
}
