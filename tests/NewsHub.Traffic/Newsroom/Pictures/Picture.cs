using System.Globalization;
using System.Text;

namespace NewsHub.Traffic.Newsroom.Pictures;

/// <summary>A drawn landscape for a story, as SVG: sky, sun, and what stands before them. The same section and number draw the same picture.</summary>
/// <param name="Section">The slug of a section.</param>
/// <param name="Number">Any number.</param>
public sealed record Picture(string Section, int Number)
{
    /// <summary>Size in pixels: 16:9, as in the lead of the front page.</summary>
    public const int Width = 1200, Height = 675;

    /// <summary>The invented artist of the invented newsroom.</summary>
    public const string Credit = "Drawn by Ines Kolb";

    private static readonly Subject[] Subjects =
    [
        new("Hills one behind the other under a low sun", Shapes.Hills),
        new("A harbour with two boats and a lighthouse", Shapes.Harbour),
        new("A street of tall houses at dusk", Shapes.Houses),
        new("A bridge across a wide river", Shapes.Bridge),
    ];

    /// <summary>What the picture shows.</summary>
    public string Alt => Drawn.Alt;

    /// <summary>The path at which the picture is served.</summary>
    public string Path => string.Create(CultureInfo.InvariantCulture, $"/{Section}/{Number}.svg");

    private Subject Drawn => Subjects[Number % Subjects.Length];

    /// <summary>Reads a <see cref="Path"/>; null if it is none.</summary>
    public static Picture? At(string path) =>
        path.Split('/') is ["", var section, var file] && section.Length > 0 && file.EndsWith(".svg", StringComparison.Ordinal)
        && int.TryParse(file.AsSpan(0, file.Length - ".svg".Length), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? new Picture(section, number)
            : null;

    /// <summary>The picture, 2 to 30 KB.</summary>
    public string ToSvg()
    {
        var random = new Random(Number);
        var palette = Palette.Of(Section);
        var svg = new StringBuilder();
        svg.Append(CultureInfo.InvariantCulture, $"""
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {Width} {Height}" width="{Width}" height="{Height}">
            <defs><linearGradient id="sky" x2="0" y2="1"><stop stop-color="{palette.Sky}"/><stop offset="1" stop-color="{palette.Horizon}"/></linearGradient></defs>
            <rect width="{Width}" height="{Height}" fill="url(#sky)"/>
            <circle cx="{random.Next(150, Width - 150)}" cy="{random.Next(140, 320)}" r="{random.Next(45, 85)}" fill="{palette.Sun}"/>

            """);
        Drawn.Draw(svg, palette, random);
        return svg.Append("</svg>").ToString();
    }

    private sealed record Subject(string Alt, Action<StringBuilder, Palette, Random> Draw);
}
