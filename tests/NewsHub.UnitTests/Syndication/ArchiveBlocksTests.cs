using NewsHub.Syndication.Archives;
using NewsHub.Wire;
using Xunit;

namespace NewsHub.Tests.Syndication;

public class ArchiveBlocksTests
{
    private static readonly ArchiveBlocks.Archived Archived = new(new ArticleBlocks([120, 340], Rest: 7));

    [Theory]
    [InlineData(1, 0, 120, true)]
    [InlineData(2, 120, 340, true)]
    [InlineData(3, 340, long.MaxValue, false)]
    public void An_archive_has_the_articles_between_two_sequences(int number, long after, long upTo, bool isFull) =>
        Assert.Equal((after, upTo, isFull), Archived.Find(number));

    [Fact]
    public void The_last_archive_exists_while_it_has_articles()
    {
        Assert.Equal(3, Archived.Count);
        Assert.Equal(2, new ArchiveBlocks.Archived(new ArticleBlocks([120, 340], Rest: 0)).Count);
        Assert.Equal(0, new ArchiveBlocks.Archived(new ArticleBlocks([], Rest: 0)).Count);
    }
}
