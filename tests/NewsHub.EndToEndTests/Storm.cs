using System.Collections.Concurrent;

namespace NewsHub.EndToEndTests;

/// <summary>Publishers who go on until they are stopped, and repeat under its key whatever was not answered.</summary>
internal sealed class Storm(Newsroom newsroom, params string[] sections)
{
    private static readonly TimeSpan PauseAfterFailure = TimeSpan.FromMilliseconds(100);

    private readonly ConcurrentDictionary<long, string> _published = [];

    /// <summary>By sequence, the section.</summary>
    public IReadOnlyDictionary<long, string> Published => _published;

    /// <summary>Publishes with several hands at once; every order that was begun is finished.</summary>
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
                // The hub is gone; what became of the order is found out by asking again.
            }
        }
    }
}
