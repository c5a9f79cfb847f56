using System.Globalization;

namespace NewsHub.Traffic;

/// <summary>Parses durations with units.</summary>
public static class Duration
{
    /// <summary>Parses <c>500ms</c>, <c>60s</c>, <c>5m</c>, <c>1h</c>; a number without a unit is seconds. Accepts more than zero and at most 30 days.</summary>
    public static bool TryParse(string text, out TimeSpan time)
    {
        var unit = text.TrimStart([.. "0123456789."]);
        var seconds = unit switch { "ms" => 0.001, "s" or "" => 1, "m" or "min" => 60, "h" => 3600, _ => double.NaN };
        var isNumber = double.TryParse(text[..^unit.Length], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number);
        var inRange = isNumber && number * seconds is > 0 and <= 30 * 24 * 3600;
        time = inRange ? TimeSpan.FromSeconds(number * seconds) : TimeSpan.Zero;
        return inRange;
    }
}
