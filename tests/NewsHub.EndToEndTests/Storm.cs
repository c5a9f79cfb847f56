using System.Collections.Concurrent;

namespace NewsHub.EndToEndTests;

/// <summary>Publishes in parallel until stopped. A command without a response is retried with the same idempotency key.</summary>
internal sealed class Storm(Newsroom newsroom, params string[] sections)
{
    private static readonly TimeSpan PauseAfterFailure = TimeSpan.FromMilliseconds(100);

    private readonly ConcurrentDictionary<long, string> _published = [];

    /// <summary>Section by sequence number.</summary>
    public IReadOnlyDictionary<long, string> Published => _published;

    /// <summary>Runs the publishers in parallel; returns when every started command is acknowledged.</summary>
    public Task Publish(int publishers, CancellationToken stop) => Task.WhenAll(Enumerable.Range(0, publishers).Select(async _ =>
    {
        for (var i = 0; !stop.IsCancellationRequested; i++) await PublishOne(sections[i % sections.Length]);
    }));

    private async Task PublishOne(string section)
    {
        var body = new { headline = "A storm passes over the coast", section, body = "It passes.", status = "published" };
        for (var key = Guid.NewGuid().ToString("N"); ; await Task.Delay(PauseAfterFailure))
        {
            try
            {
                _published[(await newsroom.Send("/api/articles", body, key)).Receipt.Seq] = section;
                return;
            }
            catch (HttpRequestException)
            {
                // The hub is down and the outcome is unknown: retry with the same key.
            }
        }
    }
}
