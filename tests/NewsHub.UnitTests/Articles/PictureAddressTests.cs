using NewsHub.Articles.Drafts;
using Xunit;

namespace NewsHub.UnitTests.Articles;

public sealed class PictureAddressTests
{
    [Theory]
    [InlineData("https://harbour.example/ferry.jpg", true)]
    [InlineData("http://localhost:8090/world/7.svg", true)]
    [InlineData("http://127.0.0.1/ferry.jpg", true)]
    [InlineData("http://harbour.example/ferry.jpg", false)]
    [InlineData("http://localhost.harbour.example/ferry.jpg", false)]
    [InlineData("http://localhost@harbour.example/ferry.jpg", false)]
    [InlineData("data:image/svg+xml,<svg/>", false)]
    [InlineData("/media/ferry.jpg", false)]
    [InlineData("//harbour.example/ferry.jpg", false)]
    public void A_picture_has_an_https_address_or_one_of_localhost(string address, bool isAllowed) => Assert.Equal(isAllowed, PictureAddress.IsAbsolute(address));

    [Theory]
    [InlineData("/media/ferry.jpg", true)]
    [InlineData("//harbour.example/ferry.jpg", false)]
    [InlineData("ferry.jpg", false)]
    [InlineData(null, false)]
    public void A_picture_in_a_body_may_have_a_path(string? address, bool isAllowed) => Assert.Equal(isAllowed, PictureAddress.IsShown(address));
}
