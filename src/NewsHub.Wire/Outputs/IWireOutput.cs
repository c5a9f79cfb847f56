namespace NewsHub.Wire.Outputs;

/// <summary>
/// Something that acts on what was published, once for the whole cluster. It continues where it stopped, after a restart too. Register it with
/// <see cref="WireSetup.AddWireOutput{T}"/>.
/// </summary>
public interface IWireOutput
{
    /// <summary>A name that never changes: the cursor is stored under it. Lower-case letters and hyphens.</summary>
    string Name { get; }

    /// <summary>
    /// Handles entries, in order. After a crash the entries of the last seconds come again. If it throws, the same entries come again, after a pause.
    /// </summary>
    Task Handle(IReadOnlyList<Entry> entries, CancellationToken stopping);
}
