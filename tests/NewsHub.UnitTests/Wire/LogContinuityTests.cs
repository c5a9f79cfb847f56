using NewsHub.Wire;
using Xunit;

namespace NewsHub.Tests.Wire;

public sealed class LogContinuityTests
{
    private readonly LogContinuity _continuity = new();

    [Fact]
    public void Add_keeps_the_newest_position()
    {
        _continuity.Add(new LogPosition(5, 500));
        _continuity.Add(new LogPosition(3, 300));
        _continuity.Add(new LogPosition(5, 500));

        Assert.Equal((new LogPosition(5, 500), false), (_continuity.Newest, _continuity.IsBroken));
    }

    [Theory]
    [InlineData(5, 500L, false)]
    [InlineData(9, 500L, false)]
    [InlineData(9, null, false)] // pruned
    [InlineData(4, null, true)]
    [InlineData(5, 501L, true)]
    [InlineData(9, 501L, true)] // the head has passed the lost entry again
    public void Compare_with_a_lower_head_or_another_entry_breaks_the_log(int head, long? at, bool isBroken)
    {
        _continuity.Add(new LogPosition(5, 500));

        _continuity.Compare(_continuity.Newest, head, at);

        Assert.Equal(isBroken, _continuity.IsBroken);
    }

    [Fact]
    public void Compare_with_an_empty_wire_does_not_break_the_log()
    {
        _continuity.Add(default);
        _continuity.Compare(_continuity.Newest, 0, null);
        _continuity.Add(new LogPosition(1, 100));

        Assert.Equal((new LogPosition(1, 100), false), (_continuity.Newest, _continuity.IsBroken));
    }

    [Fact]
    public void Add_after_a_break_keeps_the_earlier_position()
    {
        _continuity.Add(new LogPosition(5, 500));
        _continuity.Add(new LogPosition(5, 501));

        _continuity.Add(new LogPosition(6, 600));

        Assert.Equal((new LogPosition(5, 500), true), (_continuity.Newest, _continuity.IsBroken));
    }

    [Fact]
    public async Task Guard_throws_for_a_commit_with_a_sequence_already_seen()
    {
        _continuity.Add(new LogPosition(5, 500));
        var commit = Commits.Publish("a");
        var outcome = new CommitOutcome.Committed(new NewsHub.Wire.Receipt("a", 1, "published", new Cursor("epoch", 5)));

        await Assert.ThrowsAsync<StoreUnreachableException>(() => _continuity.Guard(commit, () => Task.FromResult<CommitOutcome>(outcome)));

        Assert.True(_continuity.IsBroken);
    }
}
