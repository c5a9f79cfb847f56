using System.Globalization;

namespace NewsHub.Benchmarks.Quality;

/// <summary>Snapshots of the cumulative votes of all items.</summary>
internal sealed class VoteLog
{
    public const string Header = "time,item,votes,expected";

    private readonly SortedDictionary<DateTimeOffset, List<Vote>> _snapshots = [];

    /// <summary>The snapshots in order of time, each with its items.</summary>
    public IReadOnlyCollection<KeyValuePair<DateTimeOffset, List<Vote>>> Snapshots => _snapshots;

    public void Add(DateTimeOffset at, Vote vote)
    {
        if (!_snapshots.TryGetValue(at, out var votes)) _snapshots.Add(at, votes = []);
        votes.Add(vote);
    }

    /// <summary>
    /// Reads <c>time,item,cumulative votes</c>: seconds since 1970 or ISO 8601; a line that begins with "time" is a header. An optional fourth
    /// column is the expected number of votes until the next snapshot.
    /// </summary>
    /// <exception cref="FormatException">A line does not have this format; the message contains its number.</exception>
    public static VoteLog Read(TextReader lines)
    {
        var log = new VoteLog();
        var number = 0;
        while (lines.ReadLine() is { } line)
        {
            number++;
            if (line.Length == 0 || line.StartsWith("time", StringComparison.OrdinalIgnoreCase)) continue;
            log.Add(Parse(line, number, out var vote), vote);
        }
        return log;
    }

    public void Write(TextWriter lines)
    {
        lines.WriteLine(Header);
        foreach (var (at, votes) in _snapshots)
            foreach (var vote in votes)
                lines.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{at.ToUnixTimeSeconds()},{vote.Item},{vote.Total},{vote.Expected:0.####}"));
    }

    private static DateTimeOffset Parse(string line, int number, out Vote vote)
    {
        var fields = line.Split(',');
        var expected = double.NaN;
        if (fields.Length < 3 || !long.TryParse(fields[2], NumberStyles.None, CultureInfo.InvariantCulture, out var total)
            || (fields.Length > 3 && fields[3].Length > 0 && !double.TryParse(fields[3], NumberStyles.Float, CultureInfo.InvariantCulture, out expected))
            || ParseTime(fields[0]) is not { } at)
            throw new FormatException($"Line {number} is not time,item,votes[,expected]: {line}");
        vote = new Vote(fields[1], total, expected);
        return at;
    }

    private static DateTimeOffset? ParseTime(string text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) ? DateTimeOffset.FromUnixTimeSeconds(seconds)
        : DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) ? at
        : null;
}

/// <param name="Total">Cumulative votes.</param>
/// <param name="Expected">Expected votes until the next snapshot; NaN when unknown.</param>
internal sealed record Vote(string Item, long Total, double Expected);
