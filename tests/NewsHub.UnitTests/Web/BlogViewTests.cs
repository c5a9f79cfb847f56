using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using NewsHub.Web.LiveBlogs;
using Xunit;

namespace NewsHub.UnitTests.Web;

public class BlogViewTests
{
    [Theory]
    [InlineData("", "/articles/storm")]
    [InlineData("?before=63963136", "/articles/storm?before=63963136")]
    [InlineData("?key=true&order=oldest", "/articles/storm?order=oldest&key=true")]
    [InlineData("?after=7&utm_source=elsewhere", "/articles/storm?after=7")]
    [InlineData("?before=-1&order=upwards&key=yes", "/articles/storm")]
    [InlineData("?before=9999999999999999999999", "/articles/storm")]
    public void Address_of_a_page_has_only_what_chooses_its_posts(string query, string url) =>
        Assert.Equal(url, BlogView.Of(new QueryCollection(QueryHelpers.ParseQuery(query))).Url("/articles/storm"));
}
