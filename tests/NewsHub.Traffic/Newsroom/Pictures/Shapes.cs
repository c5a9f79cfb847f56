using System.Globalization;
using System.Text;

namespace NewsHub.Traffic.Newsroom.Pictures;

/// <summary>What stands in the foreground of a picture.</summary>
internal static class Shapes
{
    private const int Width = Picture.Width, Height = Picture.Height;

    public static void Hills(StringBuilder svg, Palette palette, Random random)
    {
        for (var layer = 0; layer < palette.Land.Count; layer++) Hill(svg, palette.Land[layer], 300 + 90 * layer, random);
    }

    public static void Harbour(StringBuilder svg, Palette palette, Random random)
    {
        Hill(svg, palette.Land[0], 360, random);
        Rectangle(svg, palette.Land[1], 0, 420, Width, Height - 420);
        for (var wave = 0; wave < 14; wave++) Rectangle(svg, palette.Land[0], random.Next(Width), random.Next(440, Height - 10), random.Next(40, 160), 3);
        var tower = random.Next(850, 1_050);
        Polygon(svg, palette.Land[3], $"{tower},430 {tower + 12},220 {tower + 48},220 {tower + 60},430");
        Rectangle(svg, palette.Sun, tower + 16, 226, 28, 22);
        Polygon(svg, palette.Land[3], $"{tower - 120},455 {tower - 60},420 {tower + 140},420 {tower + 240},455");
        Boat(svg, palette, random.Next(100, 350), 480);
        Boat(svg, palette, random.Next(450, 750), 560);
    }

    public static void Houses(StringBuilder svg, Palette palette, Random random)
    {
        for (var layer = 0; layer < 3; layer++)
            for (var x = -random.Next(60); x < Width;)
            {
                var (width, top) = (random.Next(70, 150), 190 + 110 * layer + random.Next(130));
                Rectangle(svg, palette.Land[layer + 1], x, top, width, Height - top);
                if (layer > 0) Windows(svg, palette.Sun, x, top, width, random);
                x += width + random.Next(6);
            }
    }

    public static void Bridge(StringBuilder svg, Palette palette, Random random)
    {
        Hill(svg, palette.Land[0], 340, random);
        Rectangle(svg, palette.Land[1], 0, 480, Width, Height - 480);
        Rectangle(svg, palette.Land[3], 0, 396, Width, 16);
        foreach (var x in (int[])[250, 850])
        {
            Rectangle(svg, palette.Land[3], x, 180, 26, 350);
            for (var step = 1; step <= 6; step++)
                svg.Append(CultureInfo.InvariantCulture, $"""<path d="M{x + 13} 190L{x + 13 - 48 * step} 396M{x + 13} 190L{x + 13 + 48 * step} 396" stroke="{palette.Land[3]}" stroke-width="3"/>""").Append('\n');
        }

        Boat(svg, palette, random.Next(380, 700), 560);
    }

    private static void Hill(StringBuilder svg, string colour, int top, Random random)
    {
        var line = new StringBuilder().Append(CultureInfo.InvariantCulture, $"M0 {Height}L0 {top + random.Next(-40, 40)}");
        for (var x = 0; x < Width; x += 300)
            line.Append(CultureInfo.InvariantCulture, $"Q{x + 150} {top + random.Next(-110, 60)} {x + 300} {top + random.Next(-40, 40)}");
        svg.Append(CultureInfo.InvariantCulture, $"""<path d="{line}L{Width} {Height}Z" fill="{colour}"/>""").Append('\n');
    }

    private static void Boat(StringBuilder svg, Palette palette, int x, int y)
    {
        Polygon(svg, palette.Land[3], $"{x},{y} {x + 150},{y} {x + 125},{y + 32} {x + 22},{y + 32}");
        Polygon(svg, palette.Sun, $"{x + 66},{y - 8} {x + 66},{y - 120} {x + 128},{y - 8}");
        Polygon(svg, palette.Horizon, $"{x + 60},{y - 8} {x + 60},{y - 96} {x + 20},{y - 8}");
    }

    private static void Windows(StringBuilder svg, string colour, int left, int top, int width, Random random)
    {
        for (var y = top + 22; y < Height - 30; y += 44)
            for (var x = left + 16; x < left + width - 20; x += 30)
                if (random.Next(5) < 2)
                    Rectangle(svg, colour, x, y, 10, 18);
    }

    private static void Rectangle(StringBuilder svg, string colour, int x, int y, int width, int height) =>
        svg.Append(CultureInfo.InvariantCulture, $"""<rect x="{x}" y="{y}" width="{width}" height="{height}" fill="{colour}"/>""").Append('\n');

    private static void Polygon(StringBuilder svg, string colour, FormattableString points) =>
        svg.Append(CultureInfo.InvariantCulture, $"""<polygon points="{points.ToString(CultureInfo.InvariantCulture)}" fill="{colour}"/>""").Append('\n');
}
