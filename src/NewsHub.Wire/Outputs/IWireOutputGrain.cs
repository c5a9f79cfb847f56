namespace NewsHub.Wire.Outputs;

/// <summary>Runs one output for the cluster. The key is the output's name.</summary>
[Alias("wire.output-grain")]
internal interface IWireOutputGrain : IGrainWithStringKey
{
    /// <summary>Activates the grain, which then follows the wire until its silo stops.</summary>
    [Alias("keepGoing")]
    Task KeepGoing();
}
