using NewsHub.Wire;
using Xunit;

namespace NewsHub.Tests.Wire;

public sealed class SeenTests
{
    private readonly Seen _seen = new();

    [Fact]
    public void It_grows_with_newer_entries_and_keeps_the_newest()
    {
        _seen.Add(new Mark(5, 500));
        _seen.Add(new Mark(3, 300));
        _seen.Add(new Mark(5, 500));

        Assert.Equal((new Mark(5, 500), false), (_seen.Newest, _seen.IsContradicted));
    }

    [Theory]
    [InlineData(5, 500L, false)]
    [InlineData(9, 500L, false)]
    [InlineData(9, null, false)] // pruned
    [InlineData(4, null, true)]
    [InlineData(5, 501L, true)]
    [InlineData(9, 501L, true)] // grown again past what was lost
    public void A_database_contradicts_it_with_a_lower_head_or_another_entry(int head, long? at, bool isContradicted)
    {
        _seen.Add(new Mark(5, 500));

        _seen.Compare(_seen.Newest, head, at);

        Assert.Equal(isContradicted, _seen.IsContradicted);
    }

    [Fact]
    public void An_empty_wire_contradicts_nothing()
    {
        _seen.Add(default);
        _seen.Compare(_seen.Newest, 0, null);
        _seen.Add(new Mark(1, 100));

        Assert.Equal((new Mark(1, 100), false), (_seen.Newest, _seen.IsContradicted));
    }

    [Fact]
    public void Once_contradicted_it_takes_nothing_from_the_other_life()
    {
        _seen.Add(new Mark(5, 500));
        _seen.Add(new Mark(5, 501));

        _seen.Add(new Mark(6, 600));

        Assert.Equal((new Mark(5, 500), true), (_seen.Newest, _seen.IsContradicted));
    }

    [Fact]
    public async Task A_commit_under_a_sequence_that_was_seen_before_is_of_another_life()
    {
        _seen.Add(new Mark(5, 500));
        var commit = Commits.Publish("a");
        var outcome = new CommitOutcome.Committed(new NewsHub.Wire.Receipt("a", 1, "published", new Cursor("epoch", 5)));

        await Assert.ThrowsAsync<StoreUnreachableException>(() => _seen.Commit(commit, () => Task.FromResult<CommitOutcome>(outcome)));

        Assert.True(_seen.IsContradicted);
    }
}
