using Microsoft.Extensions.Time.Testing;
using NewsHub.Gateway.FanOut;
using Xunit;

namespace NewsHub.Tests.Gateway.FanOut;

public sealed class CatchUpTurnsTests : IDisposable
{
    private static readonly int AtATime = Math.Max(1, Environment.ProcessorCount / 2);

    private readonly FakeTimeProvider _time = new();
    private readonly CatchUpTurns _turns;

    public CatchUpTurnsTests() => _turns = new CatchUpTurns(_time);

    [Fact]
    public async Task Half_of_the_cores_work_at_a_time_and_the_next_reader_waits()
    {
        var taken = await TakeAll();
        var next = Take();
        Assert.False(next.IsCompleted);

        taken[0].Dispose();

        (await next).Dispose();
    }

    [Fact]
    public async Task Work_is_followed_by_a_rest_of_the_same_length()
    {
        var turn = await Take();
        _time.Advance(TimeSpan.FromMilliseconds(6));
        turn.Dispose();

        var rested = Take();
        _time.Advance(TimeSpan.FromMilliseconds(5));
        Assert.False(rested.IsCompleted);
        _time.Advance(TimeSpan.FromMilliseconds(1));

        (await rested).Dispose();
        Assert.True(Take().IsCompleted);
    }

    [Fact]
    public async Task Reader_that_has_gone_while_it_waited_leaves_its_turn_to_the_next()
    {
        var turn = await Take();
        _time.Advance(TimeSpan.FromMilliseconds(6));
        turn.Dispose();
        using var gone = new CancellationTokenSource();
        var waiting = _turns.Take(gone.Token).AsTask();

        await gone.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        foreach (var each in await TakeAll()) each.Dispose();
    }

    public void Dispose() => _turns.Dispose();

    private Task<IDisposable> Take() => _turns.Take(CancellationToken.None).AsTask();

    private Task<IDisposable[]> TakeAll() => Task.WhenAll(Enumerable.Range(0, AtATime).Select(_ => Take()));
}
