using System.Text.Json;
using Xunit;

namespace NewsHub.EndToEndTests;

/// <summary>A reader that stops reading does not slow down others, is disconnected, and can resume from its cursor.</summary>
public sealed class StalledReaderTests(RunningHub running) : IClassFixture<RunningHub>
{
    private const int Publishers = 30;

    /// <summary>More than expected buffers on the path hold, with summaries of 3 KB: 900 × 3.5 KB = 3 MB.</summary>
    private const int Entries = 900;

    private static readonly TimeSpan Timeout = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task Stalled_reader_is_disconnected_and_resumes_without_missing_entries()
    {
        using var newsroom = running.Hub.OpenNewsroom();
        var start = await Wire.CurrentCursor(newsroom.Http);
        await using var stalled = await RawSocket.Open(running.Hub.Address, receiveBuffer: 4096);
        await using var healthy = await RawSocket.Open(running.Hub.Address);
        foreach (var reader in new[] { stalled, healthy })
        {
            await reader.Subscribe("news", start.ToString());
            await reader.Receive("\"type\":3");
        }

        var reading = SequencesOf(healthy);
        await Task.WhenAll(Enumerable.Range(0, Publishers).Select(_ => Publish(newsroom, Entries / Publishers)));
        var expected = Enumerable.Range(1, Entries).Select(n => start.Seq + n).ToArray();
        Assert.Equal(expected, await reading);

        await Eventually.Is(() => stalled.IsAborted, Timeout);
        var received = await SequencesOf(stalled);
        var missed = await Wire.ReadAfter(newsroom.Http, start with { Seq = start.Seq + received.Count });

        Assert.True(received.Count < Entries, "The stalled reader received every entry.");
        Assert.Equal(expected, received.Concat(missed.Select(entry => entry.Seq)));
    }

    private static async Task Publish(Newsroom newsroom, int entries)
    {
        for (var i = 0; i < entries; i++) await newsroom.Publish("Long news", summary: new string('報', 1_000));
    }

    /// <summary>Sequence numbers of the entries received until expected have arrived or the connection closes.</summary>
    private static async Task<List<long>> SequencesOf(RawSocket reader)
    {
        var sequences = new List<long>();
        while (sequences.Count < Entries && await reader.Receive() is { } messages)
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
