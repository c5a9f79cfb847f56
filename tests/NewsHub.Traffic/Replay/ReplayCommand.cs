using System.Text.Json;
using NewsHub.Trending;

namespace NewsHub.Traffic.Replay;

/// <summary>Replays recorded counts through the hub's own counters and rankings with the recorded clock.</summary>
internal static class ReplayCommand
{
    /// <summary>Prints the rankings after the last event, one line of JSON each. Returns 0, or 1 if the recording is damaged.</summary>
    public static int Run(IReadOnlyList<string> arguments, TextWriter output, TextWriter errors)
    {
        if (arguments is not [var file]) throw new UsageException("replay takes one file recorded by a hub (NewsHub:Trending:RecordTo).");
        if (!File.Exists(file)) throw new UsageException($"There is no file {file}.");

        var replay = new Trending.Recording.Replay();
        var number = 0;
        try
        {
            foreach (var line in File.ReadLines(file))
            {
                number++;
                replay.Apply(line);
            }
        }
        catch (FormatException failure)
        {
            errors.WriteLine($"{file}, line {number}: {failure.Message}");
            return 1;
        }

        foreach (var ranking in replay.Rankings) output.WriteLine(JsonSerializer.Serialize(ranking, TrendingJson.Default.Ranking));
        return 0;
    }
}
