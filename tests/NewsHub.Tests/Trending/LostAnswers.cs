using System.Collections.Concurrent;
using NewsHub.Trending.Counting;

namespace NewsHub.Tests.Trending;

/// <summary>Drops responses of selected counters after the call was executed, like a network failure.</summary>
public sealed class LostAnswers : IIncomingGrainCallFilter
{
    private readonly ConcurrentDictionary<string, int> _toLose = [];

    public void Of(string articleId, int answers) => _toLose[articleId] = answers;

    public async Task Invoke(IIncomingGrainCallContext context)
    {
        await context.Invoke();
        if (context.InterfaceMethod?.DeclaringType != typeof(ITrendingCounterGrain)) return;
        var id = context.TargetId.Key.ToString()!;
        if (!_toLose.TryGetValue(id, out var left) || left == 0) return;
        _toLose[id] = left - 1;
        throw new TimeoutException("The response was lost.");
    }
}
