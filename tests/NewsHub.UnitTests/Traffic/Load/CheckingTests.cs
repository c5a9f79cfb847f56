using System.Text;
using NewsHub.Traffic.Load;
using NewsHub.Traffic.Load.Checking;
using NewsHub.Traffic.Measuring;
using Xunit;

namespace NewsHub.Tests.Traffic.Load;

public sealed class CheckingTests
{
    [Fact]
    public void Marks_are_found_among_invalid_ones()
    {
        var (one, other) = (new ArticleMark(123, 7), new ArticleMark(456, 999_999_999_999));
        ReadOnlySpan<byte> text = Encoding.UTF8.GetBytes($"~T12 {one} ~T00000000000000000001B {other} ~T");
        Assert.True(ArticleMark.TryTake(ref text, out var first));
        Assert.True(ArticleMark.TryTake(ref text, out var second));
        Assert.False(ArticleMark.TryTake(ref text, out _));
        Assert.Equal((one, other), (first, second));
    }

    [Fact]
    public void Truncated_mark_is_not_found()
    {
        var mark = Encoding.UTF8.GetBytes(new ArticleMark(123, 7).ToString());
        for (var end = 0; end < mark.Length - 1; end++)
        {
            ReadOnlySpan<byte> text = mark.AsSpan(0, end);
            Assert.False(ArticleMark.TryTake(ref text, out _));
        }
    }

    [Fact]
    public void Article_number_is_found_in_the_id()
    {
        Assert.True(ArticleMark.TryFindId(Encoding.UTF8.GetBytes($$"""{"article":{"id":"{{ArticleMark.IdOf(42)}}","version":3} }"""), out var article));
        Assert.Equal(42, article);
        Assert.False(ArticleMark.TryFindId("""{"article":{"id":"0198a"}}"""u8, out _));
    }

    [Fact]
    public void Headline_with_quoted_properties_is_not_parsed_as_properties()
    {
        var json = """{"article":{"headline":"\"seq\":9,\"kind\":\"killed\",\"alert\":\"flash\""},"kind":"published","seq":5}"""u8;
        Assert.True(EntryJson.TryFind(json, out var entry));
        Assert.Equal((5L, false, false), (entry.Sequence, entry.IsKill, entry.MayOvertake));
    }

    [Theory]
    [InlineData("""{"seq":5,"kind":"killed"}""", true)]
    [InlineData("""{"seq":5,"kind":"alerted"}""", true)]
    [InlineData("""{"seq":5,"kind":"published","article":{"alert":"flash"}}""", true)]
    [InlineData("""{"seq":5,"kind":"corrected"}""", false)]
    public void Alerts_and_kills_may_overtake(string json, bool may)
    {
        Assert.True(EntryJson.TryFind(Encoding.UTF8.GetBytes(json), out var entry));
        Assert.Equal(may, entry.MayOvertake);
    }

    [Theory]
    [InlineData("e.")]
    [InlineData("12")]
    [InlineData("e.1x")]
    [InlineData("")]
    public void Invalid_cursor_is_rejected(string text) => Assert.Throws<FormatException>(() => CursorText.SequenceOf(Encoding.UTF8.GetBytes(text)));

    [Fact]
    public void Entries_erased_by_a_kill_are_not_due_but_the_kill_is()
    {
        var ledger = new Ledger();
        ledger.Acknowledge(11, article: 1, isKill: false);
        ledger.Acknowledge(12, article: 2, isKill: false);
        ledger.Acknowledge(14, article: 1, isKill: true);
        ledger.Acknowledge(13, article: 1, isKill: false);
        Assert.Equal([12, 14], ledger.Due());
        Assert.Equal((14, 1), (ledger.Head, ledger.Kills));
    }

    [Fact]
    public void ArticleSet_ignores_articles_of_other_runs()
    {
        var set = new ArticleSet(1000);
        set.Add(1000);
        set.Add(9000);
        set.Add(999);
        set.Add(1000 + ArticleSet.Capacity);
        Assert.True(set.Contains(1000) && set.Contains(9000));
        Assert.False(set.Contains(999) || set.Contains(1001) || set.Contains(9064) || set.Contains(1000 + ArticleSet.Capacity) || set.Contains(64));
    }

    [Theory]
    [InlineData(new double[] { 3, 1, 2 }, 2)]
    [InlineData(new double[] { 4, 1, 3, 2 }, 2.5)]
    [InlineData(new double[] { 7 }, 7)]
    public void Median_of_odd_and_even_counts(double[] figures, double median) => Assert.Equal(median, Median.Of(figures));

    [Fact]
    public void Same_seed_gives_the_same_commands_and_killed_articles_are_not_changed()
    {
        Assert.Equal(Generate(seed: 3), Generate(seed: 3));
        Assert.NotEqual(Generate(seed: 3), Generate(seed: 4));
        var killed = new HashSet<long>();
        foreach (var (kind, article) in Generate(seed: 5))
        {
            Assert.DoesNotContain(article, killed);
            if (kind is LoadCommandKind.Kill) killed.Add(article);
        }

        Assert.NotEmpty(killed);
    }

    private static List<(LoadCommandKind Kind, long Article)> Generate(int seed)
    {
        var generator = new CommandGenerator(killShare: 0.2, correctShare: 0.3, seed);
        var (articles, commands) = (0L, new List<(LoadCommandKind, long)>());
        for (var number = 0; number < 200; number++)
        {
            var (kind, article) = generator.Next(() => ++articles);
            generator.Acknowledge(kind, article);
            commands.Add((kind, article));
        }

        return commands;
    }
}
