using System.Globalization;
using NewsHub.Wire;

namespace NewsHub.Syndication.Sitemaps;

/// <summary>A month in UTC.</summary>
internal readonly record struct Month(int Year, int Number)
{
    private const string Form = "yyyy-MM";

    /// <summary>The position in lists before all articles of the month.</summary>
    public ListPosition Start => new(First.ToUnixTimeMilliseconds(), 0);

    /// <summary>The position after all articles of the month.</summary>
    public ListPosition End => new(First.AddMonths(1).ToUnixTimeMilliseconds(), 0);

    private DateTimeOffset First => new(Year, Number, 1, 0, 0, 0, TimeSpan.Zero);

    public static Month Of(DateTimeOffset time) => new(time.UtcDateTime.Year, time.UtcDateTime.Month);

    /// <summary>Parses <c>2026-11</c>.</summary>
    public static bool TryParse(string text, out Month month)
    {
        var isMonth = DateTime.TryParseExact(text, Form, CultureInfo.InvariantCulture, DateTimeStyles.None, out var first) && first < DateTime.MaxValue.AddMonths(-1);
        month = isMonth ? new Month(first.Year, first.Month) : default;
        return isMonth;
    }

    public override string ToString() => First.ToString(Form, CultureInfo.InvariantCulture);
}
