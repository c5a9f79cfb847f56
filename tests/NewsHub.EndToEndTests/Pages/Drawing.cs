using System.Globalization;
using System.Text;

namespace NewsHub.EndToEndTests.Pages;

/// <summary>Draws a landscape as SVG, about 1 KB: sky, sun and four ranges of hills. The same number gives the same picture.</summary>
internal static class Drawing
{
    public const int Width = 1600;
    public const int Height = 900;

    private static readonly int[] Hues = [205, 28, 190, 140, 260, 215, 8, 45];

    public static string Of(int number)
    {
        var random = new Random(number);
        var hue = Hues[number % Hues.Length];
        var svg = new StringBuilder($"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 {Width} {Height}'><path fill='hsl({hue} 42% 86%)' d='M0 0h{Width}v{Height}H0z'/>");
        svg.Append(CultureInfo.InvariantCulture, $"<circle cx='{random.Next(300, 1300)}' cy='{random.Next(160, 300)}' r='80' fill='hsl({(hue + 40) % 360} 80% 93%)'/>");
        for (var range = 0; range < 4; range++) svg.Append(Hills(random, 430 + range * 110, $"hsl({hue} {28 + range * 6}% {62 - range * 13}%)"));
        return svg.Append("</svg>").ToString();
    }

    private static string Hills(Random random, int level, string colour)
    {
        var path = new StringBuilder($"M0 {level}");
        for (var x = 200; x <= Width; x += 200) path.Append(CultureInfo.InvariantCulture, $"Q{x - 100} {level - random.Next(20, 120)} {x} {level + random.Next(-30, 30)}");
        return $"<path fill='{colour}' d='{path}V{Height}H0z'/>";
    }
}
