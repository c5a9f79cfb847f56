using System.ComponentModel.DataAnnotations;
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

    [Theory]
    [InlineData("https://news.example", true)]
    [InlineData("http://10.0.0.7:8080/", true)]
    [InlineData("https://news.example/hub", false)]
    [InlineData("https://news.example?a=b", false)]
    [InlineData("ftp://news.example", false)]
    [InlineData("news.example", false)]
    public void Public_URL_has_no_path(string publicUrl, bool isValid)
    {
        var options = new SiteOptions { PublicUrl = publicUrl };

        Assert.Equal(isValid, Validator.TryValidateObject(options, new ValidationContext(options), null, validateAllProperties: true));
    }

    [Fact]
    public void Absolute_URL_needs_no_request_when_the_public_URL_is_set() =>
        Assert.Equal("https://news.example/", new SiteOptions { PublicUrl = "https://news.example" }.AbsoluteUrl("/", origin: ""));
}
