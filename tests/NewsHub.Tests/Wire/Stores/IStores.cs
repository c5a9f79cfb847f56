using NewsHub.Trending.Counting;
using NewsHub.Wire;

namespace NewsHub.Tests.Wire.Stores;

/// <summary>The stores on one database, which is initially empty.</summary>
internal interface IStores : IAsyncDisposable
{
    IWireStore Wire { get; }

    IReactionStore Reactions { get; }

    internal IGrainStates States { get; }

    /// <summary>What the database's writers record.</summary>
    internal WireMetrics Metrics { get; }

    /// <summary>Runs a statement directly, to create data of another version of the hub.</summary>
    Task Run(string sql);

    /// <summary>Holds a lock that writing needs, as another program could, until it is disposed.</summary>
    Task<IAsyncDisposable> LockWrites();

    /// <summary>Reopens the database, as after a restart of the hub.</summary>
    Task Reopen();
}
