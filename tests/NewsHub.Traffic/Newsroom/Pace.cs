using System.Globalization;

namespace NewsHub.Traffic.Newsroom;

/// <summary>Parses the rate of newsroom actions.</summary>
public static class Pace
{
    /// <summary>The interval of a rate such as <c>12/min</c>, <c>5/s</c> or <c>100/h</c>.</summary>
    public static TimeSpan Between(string pace)
    {
        var parts = pace.Split('/');
        if (parts is [var count, var unit]
            && int.TryParse(count, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0
            && Duration.TryParse("1" + unit, out var per))
            return per / number;
        throw new UsageException($"--pace is a rate such as 12/min, 5/s or 100/h, not '{pace}'.");
    }

    /// <summary>Reads <c>--every 5s</c> or <c>--pace 12/min</c>; default 20 per minute.</summary>
    public static TimeSpan From(Arguments arguments)
    {
        var pace = arguments.Text("pace");
        return arguments.Time("every") ?? Between(pace ?? "20/min");
    }
}
