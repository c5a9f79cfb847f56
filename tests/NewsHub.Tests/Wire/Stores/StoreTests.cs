using Xunit;

namespace NewsHub.Tests.Wire.Stores;

/// <summary>Tests that run on every database: a class per database opens the stores.</summary>
public abstract class StoreTests : IAsyncLifetime
{
    private IStores? _stores;

    private protected IStores Stores => _stores!;

    public async Task InitializeAsync() => _stores = await OpenStores();

    public async Task DisposeAsync()
    {
        if (_stores is not null) await _stores.DisposeAsync();
    }

    private protected abstract Task<IStores> OpenStores();
}
