using System.ComponentModel.DataAnnotations;

namespace NewsHub.Wire;

/// <summary>Retention of the wire.</summary>
internal sealed class WireOptions
{
    public const string Section = "NewsHub:Wire";

    /// <summary>Days that entries are kept. Older cursors cannot be recovered.</summary>
    [Range(1, 3650)]
    public int KeepEntriesDays { get; set; } = 30;

    /// <summary>Days that a command's receipt is kept. A repeat after that is a new command.</summary>
    [Range(1, 365)]
    public int KeepCommandsDays { get; set; } = 7;
}
