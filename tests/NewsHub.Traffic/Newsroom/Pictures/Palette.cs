namespace NewsHub.Traffic.Newsroom.Pictures;

/// <summary>The colours of a section's pictures, as in CSS.</summary>
/// <param name="Land">From far to near.</param>
internal sealed record Palette(string Sky, string Horizon, string Sun, IReadOnlyList<string> Land)
{
    private static readonly Palette Evening = new("#24406b", "#f2b98a", "#ffe3b0", ["#8a7a92", "#5d5878", "#3a3f5f", "#20283f"]);

    private static readonly Dictionary<string, Palette> BySection = new(StringComparer.Ordinal)
    {
        ["world"] = new("#1d5c7a", "#cfe8e4", "#fff6d5", ["#7fb0ad", "#4c8a8c", "#2a6068", "#153c46"]),
        ["business"] = new("#35506e", "#e8dcc3", "#fff8e6", ["#a9a08a", "#7a7566", "#4e4d49", "#2b2d31"]),
        ["science"] = new("#141b3f", "#6e63a8", "#f4f1ff", ["#51508f", "#39396f", "#262750", "#151633"]),
        ["climate"] = new("#5aa0c8", "#e9f3dc", "#fffbe0", ["#a8c686", "#79a45c", "#4e7c3e", "#2c5229"]),
        ["sport"] = new("#2f7bbf", "#dff0f7", "#fff4c2", ["#9ccf9a", "#62a765", "#3a7d44", "#1f5230"]),
        ["culture"] = new("#5b2a55", "#f4a48c", "#ffe1c7", ["#a7627c", "#7c4266", "#532b4d", "#301a33"]),
    };

    public static Palette Of(string section) => BySection.GetValueOrDefault(section, Evening);
}
