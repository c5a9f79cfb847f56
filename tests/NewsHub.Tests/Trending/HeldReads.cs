using System.Reflection;
using NewsHub.Wire;

namespace NewsHub.Tests.Trending;

/// <summary>Wraps the store so that a read of a public article can wait before and after it, as reads of a slow database do.</summary>
public class HeldReads : DispatchProxy
{
    private IWireStore _store = null!;
    private Func<string, Func<Task<WireArticle?>>, Task<WireArticle?>>? _hold;

    internal static (IWireStore Store, HeldReads Reads) Around(IWireStore store)
    {
        var proxy = Create<IWireStore, HeldReads>();
        var reads = (HeldReads)(object)proxy;
        reads._store = store;
        return (proxy, reads);
    }

    /// <summary>Holds the read with this number, counted from 1, of an article.</summary>
    public HeldRead Hold(string articleId, int number)
    {
        var (held, count) = (new HeldRead(), 0);
        _hold = (id, read) =>
        {
            var place = id == articleId ? Interlocked.Increment(ref count) : 0;
            return place == number ? held.Run(read) : place > number ? held.Overtake(read) : read();
        };
        return held;
    }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) =>
        targetMethod!.Name == nameof(IWireStore.FindPublic) && _hold is { } hold
            ? hold((string)args![0]!, () => _store.FindPublic((string)args[0]!, (CancellationToken)args[1]!))
            : targetMethod.Invoke(_store, args);
}

/// <summary>A read that waits until the test lets it go on.</summary>
public sealed class HeldRead
{
    private readonly TaskCompletionSource _asked = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _allowed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _answered = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _overtaken = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes when the read has come.</summary>
    public Task Asked => _asked.Task;

    /// <summary>Completes when a later read of the article is answered.</summary>
    public Task Overtaken => _overtaken.Task;

    /// <summary>Reads the store, and keeps the answer back.</summary>
    public Task Answer()
    {
        _allowed.SetResult();
        return _answered.Task;
    }

    /// <summary>Returns the answer.</summary>
    public void Release() => _released.SetResult();

    internal async Task<WireArticle?> Overtake(Func<Task<WireArticle?>> read)
    {
        var article = await read();
        _overtaken.TrySetResult();
        return article;
    }

    internal async Task<WireArticle?> Run(Func<Task<WireArticle?>> read)
    {
        _asked.SetResult();
        await _allowed.Task;
        var article = await read();
        _answered.SetResult();
        await _released.Task;
        return article;
    }
}
