using System.Collections.Concurrent;
using CsCheck;
using Microsoft.Extensions.Logging.Abstractions;
using NewsHub.Gateway.Connections;
using NewsHub.Gateway.Deliveries;
using NewsHub.Wire;
using Xunit;

namespace NewsHub.Tests.Gateway.FanOut;

public sealed class FanOutTests
{
    private static readonly string[] Topics = ["news", "breaking", "section/world", "section/sport", "tag/ferry"];

    private readonly SubscriptionRegistry _registry = new();
    private readonly NewsHub.Gateway.FanOut.FanOut _fanOut;

    public FanOutTests() => _fanOut = NewFanOut(_registry);

    [Fact]
    public Task Subscribers_are_offered_the_entries_of_their_topics_once_and_in_order() => Gen.Select(
        Gen.Int[0, (1 << Topics.Length) - 1].Array[1, 40],
        Gen.Int[1, (1 << Topics.Length) - 1].Array[1, DeliveryBatch.MaxDeliveries])
        .SampleAsync(
            async (readers, entries) =>
            {
                var registry = new SubscriptionRegistry();
                var fanOut = NewFanOut(registry);
                var inboxes = readers.Select(_ => new Inbox()).ToArray();
                foreach (var (inbox, topics) in inboxes.Zip(readers))
                    if (topics != 0) registry.Join(new Connection(inbox), Named(topics));
                var wire = entries.Select((topics, index) => Entries.Entry(index + 1, topics: Named(topics))).ToArray();
                var audiences = wire.Select(registry.Add).ToArray();

                await fanOut.Send([.. wire.Select(Delivery.Of)], audiences);

                foreach (var (inbox, topics) in inboxes.Zip(readers))
                    Assert.Equal(wire.Where((_, index) => (entries[index] & topics) != 0).Select(entry => entry.Seq), inbox.Offered.Select(delivery => delivery.Sequence));
            },
            iter: 200);

    [Fact]
    public async Task An_alert_overtakes_a_ranking()
    {
        var many = 2_500 * Subscribers.Shards; // in the first reader's shard, all connections after the first chunk must get the alert first
        var inboxes = Enumerable.Range(0, many).Select(_ => new Inbox()).ToArray();
        foreach (var inbox in inboxes) _registry.Join(new Connection(inbox), ["news", "ranking/rising"]);
        var alert = Entries.Entry(1, alert: AlertLevel.Flash);
        var sent = new TaskCompletionSource<Task>();
        // The alert is sent when the first reader gets the ranking.
        inboxes[0].OnOffered = delivery =>
        {
            if (delivery.Class is DeliveryClass.State) sent.SetResult(_fanOut.Send([Delivery.Of(alert)], [_registry.Add(alert)]));
        };

        await _fanOut.Send(Entries.Ranking(1));
        await await sent.Task;

        Assert.All(inboxes, inbox => Assert.Equal(2, inbox.Offered.Count));
        Assert.True(inboxes.Count(inbox => inbox.Offered.First().Class is DeliveryClass.Urgent) > many / Subscribers.Shards / 2, "Too few readers got the alert before the ranking.");
    }

    [Fact]
    public async Task A_connection_that_has_left_is_offered_nothing()
    {
        var (inbox, other) = (new Inbox(), new Inbox());
        var connection = new Connection(inbox);
        _registry.Join(connection, ["news", "ranking/rising"]);
        _registry.Join(new Connection(other), ["news"]);
        _registry.Close(connection);
        var entry = Entries.Entry(1);

        await _fanOut.Send([Delivery.Of(entry)], [_registry.Add(entry)]);
        await _fanOut.Send(Entries.Ranking(1));

        Assert.Empty(inbox.Offered);
        Assert.Single(other.Offered);
    }

    private static NewsHub.Gateway.FanOut.FanOut NewFanOut(SubscriptionRegistry registry) =>
        new(registry, Entries.NewMetrics(), TimeProvider.System, NullLogger<NewsHub.Gateway.FanOut.Shard>.Instance);

    private static string[] Named(int topics) => [.. Topics.Where((_, index) => (topics & 1 << index) != 0)];

    /// <summary>An outbox that records what it is offered.</summary>
    private sealed class Inbox : IOutbox
    {
        public ConcurrentQueue<Delivery> Offered { get; } = new();

        public Action<Delivery> OnOffered { get; set; } = _ => { };

        public void Offer(DeliveryBatch batch, ulong mask)
        {
            foreach (var delivery in batch.DeliveriesIn(mask))
            {
                Offered.Enqueue(delivery);
                OnOffered(delivery);
            }
        }

        public void Skip(long upTo)
        {
        }
    }
}
