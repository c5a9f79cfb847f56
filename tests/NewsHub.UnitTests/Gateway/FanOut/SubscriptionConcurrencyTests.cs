using Microsoft.Extensions.Logging.Abstractions;
using NewsHub.Gateway;
using NewsHub.Gateway.Connections;
using NewsHub.Gateway.Deliveries;
using NewsHub.Gateway.FanOut;
using NewsHub.Tests.Gateway.Connections;
using NewsHub.Wire;
using Xunit;
using Xunit.Abstractions;

namespace NewsHub.Tests.Gateway.FanOut;

/// <summary>Readers that join and leave topics, resume and disconnect while entries are fanned out.</summary>
public sealed class SubscriptionConcurrencyTests
{
    private const int Readers = 8;
    private const int Rounds = 4;

    /// <summary>Less than a send queue holds, so that no reader is disconnected however late its thread runs.</summary>
    private const int EntriesPerRound = SendQueue.MaxEntries / 2;

    private static readonly string[] Topics = [.. TestReader.Lasting, .. TestReader.Passing, "tag/nobody"];

    private readonly Random _random;
    private readonly SubscriptionRegistry _registry = new();
    private readonly LiveMetrics _metrics = Entries.NewMetrics();
    private readonly NewsHub.Gateway.FanOut.FanOut _fanOut;
    private readonly List<Entry> _wire = [];

    public SubscriptionConcurrencyTests(ITestOutputHelper output)
    {
        var seed = Random.Shared.Next();
        output.WriteLine($"seed {seed}");
        _random = new Random(seed);
        _fanOut = new NewsHub.Gateway.FanOut.FanOut(_registry, _metrics, TimeProvider.System, NullLogger<Shard>.Instance);
    }

    [Fact]
    public async Task Readers_that_change_their_topics_get_each_entry_once_in_order_and_without_a_gap()
    {
        TestReader[] readers = [.. Enumerable.Range(0, Readers).Select(_ => new TestReader(_registry, _metrics, _random.Next()))];
        for (var round = 0; round < Rounds; round++)
        {
            await Task.WhenAll([Publish(_random.Next()), .. readers.Select(reader => reader.ChangeTopics()), VisitBriefly(_random.Next())]);
            await Eventually.Is(
                () => Task.FromResult(readers.SelectMany((reader, index) => reader.Missing(_wire).Select(sequence => $"{sequence} of reader {index}")).ToArray()),
                missing => missing.Length == 0);
        }

        Assert.All(readers, reader =>
        {
            Assert.False(reader.Transport.HasOverlapped);
            Assert.Equal(0, reader.Transport.Aborts);
            Assert.Equal(reader.Received.Order().Distinct(), reader.Received);
            Assert.Empty(reader.Received.Except(reader.Wanted(_wire)));
        });
        Assert.True(readers.Sum(reader => reader.Resumed) > Readers, "Too few joins continued after a cursor.");
        Assert.False(_registry.HasSubscribers("tag/visited"));
    }

    private Task Publish(int seed) => Task.Run(async () =>
    {
        var random = new Random(seed);
        for (var left = EntriesPerRound; left > 0;)
        {
            var entries = Enumerable.Range(_wire.Count + 1, Math.Min(left, random.Next(1, DeliveryBatch.MaxDeliveries + 1)))
                .Select(sequence => Entries.Entry(sequence, topics: [.. random.GetItems(Topics, 2).Distinct()])).ToArray();
            await _fanOut.Send([.. entries.Select(Delivery.Of)], [.. entries.Select(_registry.Add)]);
            _wire.AddRange(entries);
            left -= entries.Length;
        }
    });

    /// <summary>Connections that come and go, as in a reconnect storm.</summary>
    private Task VisitBriefly(int seed) => Task.Run(() =>
    {
        for (var n = 0; n < 100; n++)
        {
            var connection = new Connection(new Outbox(new BusyTransport(seed + n), _metrics, TimeProvider.System));
            _registry.Join(connection, ["tag/visited", TestReader.Lasting[n % TestReader.Lasting.Length]]);
            _registry.TryJoin(connection, TestReader.Passing, _registry.Head);
            _registry.Close(connection);
            _registry.Join(connection, ["tag/visited"]); // has no effect any more
        }
    });
}
