using System.Collections.Concurrent;
using System.Net.Http.Json;
using System.Text.Json;
using Xunit;

namespace NewsHub.EndToEndTests;

/// <summary>Acknowledged commands survive kill -9, and a retried command takes effect once.</summary>
public class PublishStormTests
{
    private const int Publishers = 64;

    /// <summary>Receipts to wait for before the process is killed.</summary>
    private const int KillAfter = 2_500;

    /// <summary>Commands per publisher. Together with the earlier ones they exceed the number of entries that the hub keeps in memory.</summary>
    private const int CommandsAfterRestart = 45;

    [Fact]
    public async Task Every_acknowledged_command_survives_a_kill_and_every_retry_returns_its_receipt()
    {
        await using var hub = await HubProcess.StartFresh();
        using var newsroom = hub.OpenNewsroom();
        var storm = new Storm(newsroom);

        var publishing = storm.PublishUntilTheHubIsDown(Publishers);
        await Eventually.Is(() => storm.Acknowledged.Count >= KillAfter);
        await hub.Kill();
        await publishing;
        var acknowledged = storm.Acknowledged.ToDictionary();
        var unanswered = storm.Unanswered.ToArray();
        Assert.NotEmpty(unanswered);

        await hub.Start();
        await AssertReceiptsAreStored(newsroom, acknowledged);

        await AssertRetriesReturnReceipts(storm, acknowledged);
        await Parallel.ForEachAsync(unanswered, Parallelism, async (command, _) => await storm.Send(command));
        await AssertRetriesReturnReceipts(storm, unanswered.ToDictionary(command => command, command => storm.Acknowledged[command]));

        await storm.Publish(Publishers, CommandsAfterRestart);
        Assert.Equal(acknowledged.Count + unanswered.Length + (Publishers * CommandsAfterRestart), storm.Acknowledged.Count);
        await AssertWireHoldsEachOnce(newsroom, storm.Acknowledged);
    }

    private static async Task AssertReceiptsAreStored(Newsroom newsroom, IReadOnlyDictionary<Command, Receipt> receipts) =>
        await Parallel.ForEachAsync(receipts, Parallelism, async (pair, stop) =>
        {
            var (command, receipt) = pair;
            var article = await newsroom.Http.GetFromJsonAsync<JsonElement>($"/api/articles/{receipt.Id}", stop);
            Assert.Equal(command.Headline, article.GetProperty("headline").GetString());
            Assert.Equal(command.Text, article.GetProperty("body").GetString());
            Assert.Equal(receipt.Version, article.GetProperty("version").GetInt32());
        });

    private static async Task AssertRetriesReturnReceipts(Storm storm, IReadOnlyDictionary<Command, Receipt> receipts) =>
        await Parallel.ForEachAsync(receipts, Parallelism, async (pair, _) =>
            Assert.Equal(new Answer(pair.Value, IsReplayed: true), await storm.Send(pair.Key)));

    private static async Task AssertWireHoldsEachOnce(Newsroom newsroom, ConcurrentDictionary<Command, Receipt> receipts)
    {
        var wire = await Wire.ReadAll(newsroom.Http, WireCursor.Parse(receipts.Values.MaxBy(receipt => receipt.Seq)!.Cursor!));

        Assert.Equal(Enumerable.Range(1, receipts.Count).Select(seq => (long)seq), wire.Select(entry => entry.Seq));
        Assert.Equal(
            receipts.Select(pair => (pair.Value.Seq, pair.Value.Id, pair.Key.Headline)).Order(),
            wire.Select(entry => (entry.Seq, entry.Article.Id, entry.Article.Headline!)));
    }

    private static ParallelOptions Parallelism => new() { MaxDegreeOfParallelism = 32 };

    private sealed record Command(int Publisher, int Number)
    {
        public string Key => $"storm-{Publisher}-{Number}";

        public string Headline => $"Publisher {Publisher} publishes story {Number}";

        public string Text => $"Body of story {Number} by publisher {Publisher}.";
    }

    private sealed class Storm(Newsroom newsroom)
    {
        private readonly ConcurrentDictionary<int, int> _numbers = [];

        public ConcurrentDictionary<Command, Receipt> Acknowledged { get; } = [];

        public ConcurrentBag<Command> Unanswered { get; } = [];

        public async Task<Answer> Send(Command command)
        {
            var body = new { headline = command.Headline, section = "world", body = command.Text, status = "published" };
            var answer = await newsroom.Send("/api/articles", body, command.Key);
            Acknowledged[command] = answer.Receipt;
            return answer;
        }

        public Task Publish(int publishers, int commands) => Task.WhenAll(Enumerable.Range(0, publishers).Select(async publisher =>
        {
            for (var i = 0; i < commands; i++) await Send(Next(publisher));
        }));

        public Task PublishUntilTheHubIsDown(int publishers) => Task.WhenAll(Enumerable.Range(0, publishers).Select(async publisher =>
        {
            while (true)
            {
                var command = Next(publisher);
                try
                {
                    await Send(command);
                }
                catch (HttpRequestException)
                {
                    Unanswered.Add(command);
                    return;
                }
            }
        }));

        private Command Next(int publisher) => new(publisher, _numbers.AddOrUpdate(publisher, 1, (_, number) => number + 1));
    }
}
