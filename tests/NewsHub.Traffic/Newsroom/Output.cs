namespace NewsHub.Traffic.Newsroom;

/// <summary>Counters of the newsroom actions.</summary>
internal sealed class Output
{
    public int Published { get; set; }
    public int Broke { get; set; }
    public int Updated { get; set; }
    public int Corrected { get; set; }
    public int Withheld { get; set; }
    public int Killed { get; set; }
    public int AlertsCleared { get; set; }
    public int Refused { get; set; }
}
