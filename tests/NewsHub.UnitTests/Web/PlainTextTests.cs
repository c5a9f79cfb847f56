using NewsHub.Web.LiveBlogs;
using NewsHub.Wire;
using Xunit;

namespace NewsHub.UnitTests.Web;

public class PlainTextTests
{
    [Theory]
    [InlineData("<p>One.</p><p>Two.</p>", "One. Two.")]
    [InlineData("<ul><li>One</li><li>Two</li></ul>", "One Two")]
    [InlineData("<p>Un<em>believ</em>able<br>news</p>", "Unbelievable news")]
    [InlineData("<table><tbody><tr><td>1</td><td>2</td></tr></tbody></table>", "1 2")]
    [InlineData("<p>a &lt;b&gt; &amp; c</p>", "a <b> & c")]
    [InlineData("<p title=\"a > b\">Text</p>", "Text")]
    [InlineData("<p><strong>pre</strong>fix <span>pre</span>vious</p>", "prefix previous")]
    [InlineData(null, "")]
    public void Text_of_a_body_has_a_space_between_blocks_and_none_inside_of_words(string? html, string text) => Assert.Equal(text, PlainText.Of(html));

    [Fact]
    public void Post_without_a_title_is_named_by_the_beginning_of_its_text()
    {
        var post = new WirePost { Id = "a", Version = 1, State = PostState.Published, Url = "/articles/storm/posts/a", Html = $"<p>{string.Concat(Enumerable.Repeat("The ferry left. ", 20))}</p>" };
        Assert.Equal("A title", PlainText.TitleOf(post with { Title = "A title" }));
        Assert.Matches("^The ferry left. .* ferry…$|^The ferry left. .*left.…$|^The ferry left. .*The…$", PlainText.TitleOf(post));
        Assert.InRange(PlainText.TitleOf(post).Length, 80, 101);
    }
}
