using NewsHub.Traffic.Hub;
using NewsHub.Traffic.Newsroom.Stories;
using NewsHub.Traffic.Readers;

namespace NewsHub.Traffic.Newsroom;

/// <summary>
/// The live desk: covers one event in posts from several reporters, marks key events, pins the first of them, and corrects, strikes and removes posts. Key events are
/// on <c>news</c>, so readers are checked against them.
/// </summary>
internal sealed class LiveDesk(HubApi hub, int seed, RunContext context)
{
    /// <summary>Posts that can still be changed.</summary>
    private const int MaxRecent = 20;

    private static readonly string[] Reporters = ["Ada Quill", "B. Lens", "C. Marlowe", "Dita Okafor", "Emil Sand"];

    private readonly Random _random = new(seed);
    private readonly StoryWriter _writer = new(seed + 1);
    private readonly List<string> _recent = [];

    public int Posts { get; private set; }

    /// <summary>Starts a live blog and posts at every interval until cancelled; then ends it.</summary>
    public async Task Run(TimeSpan between, CancellationToken stop)
    {
        var article = Accept(await hub.Cover(_writer.Write().Story, stop), isOnNews: true);
        if (article is null) return;
        using var ticks = new PeriodicTimer(between, context.Time);
        try
        {
            do await Perform(article.Id, stop);
            while (await ticks.WaitForNextTickAsync(stop));
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            Accept(await hub.EndCoverage(article.Id, CancellationToken.None), isOnNews: true);
        }
    }

    private async Task Perform(string article, CancellationToken stop)
    {
        var at = _recent.Count < 3 ? 0 : _random.Next(100);
        if (at >= 75)
        {
            var post = _recent[_random.Next(_recent.Count)];
            if (at < 88) Accept(await hub.CorrectPost(article, post, _writer.Write().Story, "A detail was wrong.", stop), isOnNews: false);
            else if (at < 95) Take(post, await hub.StrikePost(article, post, "It turned out to be wrong.", stop));
            else Take(post, await hub.RemovePost(article, post, stop));
            return;
        }

        var isKey = _random.Next(8) == 0 || Posts == 0;
        if (Accept(await hub.Post(article, _writer.Write().Story, Reporters[_random.Next(Reporters.Length)], isKey, stop), isKey) is not { } receipt) return;
        Posts++;
        if (Posts == 1) Accept(await hub.Pin(article, receipt.Id, stop), isOnNews: false);
        if (isKey) return; // stays as it is
        _recent.Add(receipt.Id);
        if (_recent.Count > MaxRecent) _recent.RemoveAt(0);
    }

    private void Take(string post, Answer answer)
    {
        Accept(answer, isOnNews: false);
        _recent.Remove(post);
    }

    private Receipt? Accept(Answer answer, bool isOnNews)
    {
        if (answer.Receipt is { } receipt && isOnNews) context.Wire.Acknowledged(receipt, answer.SentAt);
        if (answer.Problem is { } problem) context.Tally.SetError(problem);
        return answer.Receipt;
    }
}
