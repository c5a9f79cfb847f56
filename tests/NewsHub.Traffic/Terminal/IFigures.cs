namespace NewsHub.Traffic.Terminal;

/// <summary>What a run shows while it lasts.</summary>
internal interface IFigures
{
    TimeSpan Elapsed { get; }

    /// <summary>The leading places of the ranking, one a line.</summary>
    IEnumerable<string> Top { get; }

    string? LastTrouble { get; }

    /// <summary>Refreshes what has to be looked up.</summary>
    void Audit();

    /// <summary>Every figure with its name.</summary>
    IEnumerable<(string Name, string Value)> All();
}
