using System.Text;
using NewsHub.Traffic.Load;
using NewsHub.Traffic.Load.Checking;
using NewsHub.Traffic.Measuring;
using Xunit;

namespace NewsHub.Tests.Traffic.Load;

public sealed class CheckingTests
{
    [Fact]
    public void A_mark_is_found_among_others_and_beside_broken_ones()
    {
        var (one, other) = (new ArticleMark(123, 7), new ArticleMark(456, 999_999_999_999));
        ReadOnlySpan<byte> text = Encoding.UTF8.GetBytes($"~T12 {one} ~T00000000000000000001B {other} ~T");
        Assert.True(ArticleMark.TryTake(ref text, out var first));
        Assert.True(ArticleMark.TryTake(ref text, out var second));
        Assert.False(ArticleMark.TryTake(ref text, out _));
        Assert.Equal((one, other), (first, second));
    }

    [Fact]
    public void A_mark_that_is_cut_off_is_none()
    {
        var mark = Encoding.UTF8.GetBytes(new ArticleMark(123, 7).ToString());
        for (var end = 0; end < mark.Length - 1; end++)
        {
            ReadOnlySpan<byte> text = mark.AsSpan(0, end);
            Assert.False(ArticleMark.TryTake(ref text, out _));
        }
    }

    [Fact]
    public void An_article_is_found_by_its_id()
    {
        Assert.True(ArticleMark.TryFindId(Encoding.UTF8.GetBytes($$"""{"article":{"id":"{{ArticleMark.IdOf(42)}}","version":3} }"""), out var article));
        Assert.Equal(42, article);
        Assert.False(ArticleMark.TryFindId("""{"article":{"id":"0198a"}}"""u8, out _));
    }

    [Fact]
    public void A_headline_cannot_look_like_a_property()
    {
        var json = """{"article":{"headline":"\"seq\":9,\"kind\":\"killed\",\"alert\":\"flash\""},"kind":"published","seq":5}"""u8;
        Assert.True(EntryLine.TryFind(json, out var entry));
        Assert.Equal((5L, false, false), (entry.Sequence, entry.IsKill, entry.MayOvertake));
    }

    [Theory]
    [InlineData("""{"seq":5,"kind":"killed"}""", true)]
    [InlineData("""{"seq":5,"kind":"alerted"}""", true)]
    [InlineData("""{"seq":5,"kind":"published","article":{"alert":"flash"}}""", true)]
    [InlineData("""{"seq":5,"kind":"corrected"}""", false)]
    public void Alerts_and_kills_may_overtake(string json, bool may)
    {
        Assert.True(EntryLine.TryFind(Encoding.UTF8.GetBytes(json), out var entry));
        Assert.Equal(may, entry.MayOvertake);
    }

    [Theory]
    [InlineData("e.")]
    [InlineData("12")]
    [InlineData("e.1x")]
    [InlineData("")]
    public void What_is_no_cursor_is_refused(string text) => Assert.Throws<FormatException>(() => CursorText.SequenceOf(Encoding.UTF8.GetBytes(text)));

    [Fact]
    public void What_a_kill_erased_is_not_due_but_the_kill_is()
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
    public void A_set_knows_its_own_articles_only()
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
    public void A_median_is_the_middle(double[] figures, double median) => Assert.Equal(median, Median.Of(figures));

    [Fact]
    public void A_desk_draws_the_same_for_the_same_seed_and_leaves_killed_articles_alone()
    {
        Assert.Equal(Draw(seed: 3), Draw(seed: 3));
        Assert.NotEqual(Draw(seed: 3), Draw(seed: 4));
        var killed = new HashSet<long>();
        foreach (var (kind, article) in Draw(seed: 5))
        {
            Assert.DoesNotContain(article, killed);
            if (kind is LoadCommandKind.Kill) killed.Add(article);
        }

        Assert.NotEmpty(killed);
    }

    private static List<(LoadCommandKind Kind, long Article)> Draw(int seed)
    {
        var desk = new LoadDesk(killShare: 0.2, correctShare: 0.3, seed);
        var (articles, drawn) = (0L, new List<(LoadCommandKind, long)>());
        for (var number = 0; number < 200; number++)
        {
            var (kind, article) = desk.Next(() => ++articles);
            desk.Done(kind, article);
            drawn.Add((kind, article));
        }

        return drawn;
    }
}
