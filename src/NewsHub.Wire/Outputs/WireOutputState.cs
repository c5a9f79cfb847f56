namespace NewsHub.Wire.Outputs;

/// <summary>How far an output has come.</summary>
[GenerateSerializer, Alias("wire.output-state")]
public sealed record WireOutputState
{
    /// <summary>The cursor of the last handled entry; null before the first start.</summary>
    [Id(0)] public string? Cursor { get; set; }
}
