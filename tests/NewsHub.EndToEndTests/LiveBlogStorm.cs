using System.Collections.Concurrent;
using System.Net.Http.Json;

namespace NewsHub.EndToEndTests;

/// <summary>
/// Authors of one live blog, and what readers must receive. A command without an answer is sent again with the same idempotency key, to the next hub.
/// </summary>
internal sealed class LiveBlogStorm(IReadOnlyList<Newsroom> newsrooms, string article)
{
    private static readonly TimeSpan PauseAfterFailure = TimeSpan.FromMilliseconds(100);

    private readonly ConcurrentDictionary<long, bool> _erasedSequences = [];
    private int _posts;

    public string Article => article;

    public int Posts => _posts;

    /// <summary>Kind and post of each entry by its sequence number.</summary>
    public ConcurrentDictionary<long, (string Kind, string Post)> Expected { get; } = [];

    /// <summary>Words of removed posts by the sequence number of the removal.</summary>
    public Dictionary<long, string[]> Erased { get; } = [];

    /// <summary>True if a later entry erased this one, so that it may be missing.</summary>
    public bool IsErased(long seq) => _erasedSequences.ContainsKey(seq);

    /// <summary>Writes posts one after the other; corrects, strikes and removes some.</summary>
    public async Task Write(int author, int posts)
    {
        var random = new Random(author);
        for (var number = 0; number < posts; number++)
        {
            string[] words = [$"word{author}q{number}a", $"word{author}q{number}b"];
            var posted = await Send(author + number, HttpMethod.Post, "", "posted", new { title = words[0], body = $"It is {words[0]}.", key = random.Next(4) == 0, status = "published" });
            Interlocked.Increment(ref _posts);
            List<long> sequences = [posted.Seq];
            var roll = random.Next(100);
            if (roll < 50)
                sequences.Add((await Send(author + number + 1, HttpMethod.Post, $"/{posted.Id}/correct", "postCorrected", new { note = "A slip.", title = words[1], body = $"It is {words[1]}." })).Seq);
            if (roll is > 30 and < 60) sequences.Add((await Send(author + number + 2, HttpMethod.Post, $"/{posted.Id}/strike", "postStruck", new { reason = $"Not {words[0]}." })).Seq);
            if (roll % 5 != 0) continue;
            var removed = await Send(author + number, HttpMethod.Delete, $"/{posted.Id}", "postRemoved", null);
            foreach (var seq in sequences) _erasedSequences[seq] = true;
            lock (Erased) Erased[removed.Seq] = words;
        }
    }

    private async Task<Receipt> Send(int firstHub, HttpMethod method, string path, string kind, object? body)
    {
        var key = Guid.NewGuid().ToString("N");
        for (var attempt = firstHub; ; attempt++)
        {
            using var request = new HttpRequestMessage(method, $"/api/articles/{article}/posts{path}") { Content = body is null ? null : JsonContent.Create(body) };
            request.Headers.Add("Idempotency-Key", key);
            try
            {
                using var response = await newsrooms[attempt % newsrooms.Count].Http.SendAsync(request);
                if ((int)response.StatusCode < 500) // otherwise the hub is stopping or starting
                {
                    response.EnsureSuccessStatusCode();
                    var receipt = (await response.Content.ReadFromJsonAsync<Receipt>())!;
                    return Expected.TryAdd(receipt.Seq, (kind, receipt.Id)) ? receipt : throw new InvalidOperationException($"Sequence number {receipt.Seq} was assigned twice.");
                }
            }
            catch (Exception failure) when (failure is HttpRequestException { StatusCode: null } or OperationCanceledException)
            {
                // The connection was lost: the same command is sent again.
            }

            await Task.Delay(PauseAfterFailure);
        }
    }
}
