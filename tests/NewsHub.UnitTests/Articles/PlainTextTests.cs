using System.Text.Json;
using NewsHub.Articles.LiveBlogs;
using NewsHub.Wire;
using Xunit;

namespace NewsHub.Tests.Articles;

public class PlainTextTests
{
    /// <summary>What the tests of the pages' script read, too.</summary>
    public static TheoryData<string, string> Cases
    {
        get
        {
            using var file = JsonDocument.Parse(File.ReadAllText(Repository.PathOf("tests", "texts", "post-texts.json")));
            TheoryData<string, string> cases = [];
            foreach (var item in file.RootElement.EnumerateArray()) cases.Add(item.GetProperty("html").GetString()!, item.GetProperty("text").GetString()!);
            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Text_of_a_body_has_a_space_between_blocks_and_none_inside_of_words(string html, string text) => Assert.Equal(text, PlainText.Of(html));

    [Fact]
    public void Post_without_a_body_has_no_text() => Assert.Equal("", PlainText.Of(null));

    [Fact]
    public void Post_without_a_title_is_named_by_the_beginning_of_its_text()
    {
        var post = new WirePost { Id = "a", Version = 1, State = PostState.Published, Url = "/articles/storm/posts/a", Html = $"<p>{string.Concat(Enumerable.Repeat("The ferry left. ", 20))}</p>" };
        Assert.Equal("A title", PlainText.TitleOf(post with { Title = "A title" }));
        Assert.Matches("^The ferry left. .* ferry…$|^The ferry left. .*left.…$|^The ferry left. .*The…$", PlainText.TitleOf(post));
        Assert.InRange(PlainText.TitleOf(post).Length, 80, 101);
    }
}
