using System.Text.Json;
using Xunit;

namespace NewsHub.EndToEndTests;

/// <summary>Somebody who has stopped reading costs nobody else anything, is let go, and can go on from their cursor.</summary>
public sealed class StalledReaderTests(RunningHub running) : IClassFixture<RunningHub>
{
    private const int Publishers = 30;

    /// <summary>With summaries of 3 KB more than all buffers on the way hold: 900 × 3.5 KB = 3 MB.</summary>
    private const int Entries = 900;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task A_reader_who_stops_reading_is_cut_and_resumes_with_nothing_missed()
    {
        using var newsroom = running.Hub.OpenNewsroom();
        var begin = await Wire.Now(newsroom.Http);
        await using var stalled = await RawSocket.Open(running.Hub.Address, receiveBuffer: 4096);
        await using var healthy = await RawSocket.Open(running.Hub.Address);
        foreach (var reader in new[] { stalled, healthy })
        {
            await reader.Subscribe("news", begin.ToString());
            await reader.Hear("\"type\":3");
        }

        var reading = SequencesOf(healthy);
        await Task.WhenAll(Enumerable.Range(0, Publishers).Select(_ => Publish(newsroom, Entries / Publishers)));
        var all = Enumerable.Range(1, Entries).Select(n => begin.Seq + n).ToArray();
        Assert.Equal(all, await reading);

        await Eventually.Is(() => stalled.IsCut, Patience);
        var seen = await SequencesOf(stalled);
        var missed = await Wire.ReadAfter(newsroom.Http, begin with { Seq = begin.Seq + seen.Count });

        Assert.True(seen.Count < Entries, "Everything went through: nobody was stalled.");
        Assert.Equal(all, seen.Concat(missed.Select(entry => entry.Seq)));
    }

    private static async Task Publish(Newsroom newsroom, int entries)
    {
        for (var i = 0; i < entries; i++) await newsroom.Publish("Long news", summary: new string('報', 1_000));
    }

    /// <summary>The sequences of all entries, or of those that come before the line ends.</summary>
    private static async Task<List<long>> SequencesOf(RawSocket reader)
    {
        var sequences = new List<long>();
        while (sequences.Count < Entries && await reader.Hear() is { } messages)
        {
            foreach (var message in messages.Split('\u001e', StringSplitOptions.RemoveEmptyEntries))
            {
                var json = JsonElement.Parse(message);
                if (json.TryGetProperty("target", out var target) && target.GetString() == "entry") sequences.Add(json.GetProperty("arguments")[0].GetProperty("seq").GetInt64());
            }
        }

        return sequences;
    }
}
