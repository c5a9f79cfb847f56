using NewsHub.Syndication.Sitemaps;
using Xunit;

namespace NewsHub.Tests.Syndication;

public class MonthTests
{
    [Theory]
    [InlineData("2026-12", true)]
    [InlineData("1970-01", true)]
    [InlineData("2026-13", false)]
    [InlineData("2026-1", false)]
    [InlineData("9999-12", false)]
    [InlineData("news", false)]
    public void A_month_has_a_year_of_four_digits_and_two_more(string text, bool isMonth)
    {
        Assert.Equal(isMonth, Month.TryParse(text, out var month));
        if (isMonth) Assert.Equal(text, month.ToString());
    }

    [Fact]
    public void A_month_ends_where_the_next_one_begins()
    {
        var december = new Month(2026, 12);
        Assert.Equal(new Month(2027, 1).Start, december.End);
        Assert.Equal(december, Month.Of(new DateTimeOffset(2027, 1, 1, 1, 30, 0, TimeSpan.FromHours(2))));
    }
}
