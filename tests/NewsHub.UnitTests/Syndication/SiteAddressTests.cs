using Microsoft.AspNetCore.Http;
using NewsHub.Articles;
using NewsHub.Syndication;
using Xunit;
using static NewsHub.Tests.Syndication.FeedChanges;

namespace NewsHub.Tests.Syndication;

public class SiteAddressTests
{
    [Theory]
    [InlineData("https://news.example/", null, "https://news.example", "tag:news.example,2026:article/a")]
    [InlineData("https://new.example", "news.example", "https://new.example", "tag:news.example,2026:article/a")]
    [InlineData(null, null, "http://hub.local:8080", "tag:hub.local,2026:article/a")]
    public void Ids_have_the_host_and_the_year_of_publication(string? url, string? idHost, string origin, string id)
    {
        var site = Of(url, idHost);
        Assert.Equal((origin, id), (site.Origin, site.ArticleId("a", Noon)));
    }

    [Fact]
    public void The_year_of_an_id_is_the_one_in_UTC() =>
        Assert.Equal("tag:news.example,2025:article/a", Of("https://news.example").ArticleId("a", new DateTimeOffset(2026, 1, 1, 0, 30, 0, TimeSpan.FromHours(2))));

    [Fact]
    public void An_address_without_a_name_has_an_id_all_the_same() => Assert.Equal("tag:localhost,2026:article/a", Of("http://[::1]:8080").ArticleId("a", Noon));

    private static SiteAddress Of(string? url, string? idHost = null)
    {
        var request = new DefaultHttpContext().Request;
        (request.Scheme, request.Host) = ("http", new HostString("Hub.local", 8080));
        return SiteAddress.Of(request, new SiteOptions { PublicUrl = url }, new SyndicationOptions { IdHost = idHost });
    }
}
