using Microsoft.AspNetCore.Http;
using NewsHub.Articles;
using Xunit;

namespace NewsHub.Tests.Articles;

public sealed class SiteOptionsTests
{
    [Theory]
    [InlineData(null, "http://localhost:8080/articles/ferry")]
    [InlineData("https://news.example", "https://news.example/articles/ferry")]
    [InlineData("https://news.example/", "https://news.example/articles/ferry")]
    public void Absolute_URL_is_below_the_public_URL_or_as_the_request_addressed_the_hub(string? publicUrl, string expected)
    {
        var request = new DefaultHttpContext().Request;
        (request.Scheme, request.Host) = ("http", new HostString("localhost", 8080));

        Assert.Equal(expected, new SiteOptions { PublicUrl = publicUrl }.AbsoluteUrl("/articles/ferry", request));
    }

    [Fact]
    public void Absolute_URL_needs_no_request_when_the_public_URL_is_set() =>
        Assert.Equal("https://news.example/", new SiteOptions { PublicUrl = "https://news.example" }.AbsoluteUrl("/", null));
}
