namespace NewsHub.Traffic.Terminal;

/// <summary>The figures shown during a run.</summary>
internal interface IFigures
{
    TimeSpan Elapsed { get; }

    /// <summary>The leading places of the ranking, one per line.</summary>
    IEnumerable<string> Top { get; }

    string? LastError { get; }

    /// <summary>Refreshes the figures that are not counted continuously.</summary>
    void Audit();

    /// <summary>All figures with their names.</summary>
    IEnumerable<(string Name, string Value)> All();
}
