using System.Collections.Frozen;

namespace NewsHub.Traffic.Newsroom.Stories;

/// <summary>
/// Named lists of phrases. Text format: <c>[name]</c>, then one phrase per line. A phrase may contain <c>{slots}</c>, which a
/// <see cref="Scene"/> fills from the list of that name; <c>2..25</c> stands for a random number in this range.
/// </summary>
public sealed class Grammar
{
    private readonly FrozenDictionary<string, string[]> _lists;

    private Grammar(Dictionary<string, string[]> lists) => _lists = lists.ToFrozenDictionary();

    public bool Knows(string list) => _lists.ContainsKey(list);

    /// <summary>The phrases of a list. A missing list is an error in the text file.</summary>
    public IReadOnlyList<string> this[string list] =>
        _lists.TryGetValue(list, out var phrases) ? phrases : throw new InvalidOperationException($"No list [{list}] in the grammar.");

    public static Grammar Read(TextReader text)
    {
        var lists = new Dictionary<string, List<string>>();
        List<string>? current = null;
        while (text.ReadLine() is { } line)
        {
            if (line.Length is 0) continue;
            if (line[0] is '[') lists.Add(line[1..^1], current = []);
            else (current ?? throw new InvalidOperationException($"'{line}' comes before the first list.")).Add(line);
        }

        return new Grammar(lists.ToDictionary(list => list.Key, list => list.Value.ToArray()));
    }

    /// <summary>Returns this grammar with the phrases of <paramref name="common"/> appended to its lists.</summary>
    public Grammar WithCommon(Grammar common)
    {
        var lists = common._lists.ToDictionary(list => list.Key, list => list.Value);
        foreach (var (name, phrases) in _lists) lists[name] = lists.TryGetValue(name, out var more) ? [.. phrases, .. more] : phrases;
        return new Grammar(lists);
    }
}
