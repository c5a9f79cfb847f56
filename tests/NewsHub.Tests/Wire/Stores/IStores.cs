using NewsHub.Trending.Counting;
using NewsHub.Wire;

namespace NewsHub.Tests.Wire.Stores;

/// <summary>Everything that is kept in one database, which is empty at first.</summary>
public interface IStores : IAsyncDisposable
{
    IWireStore Wire { get; }

    IReactionStore Reactions { get; }

    internal IGrainStates States { get; }

    /// <summary>Runs a statement as another version of the hub may have.</summary>
    Task Run(string sql);

    /// <summary>As after a restart of the hub.</summary>
    Task Reopen();
}
