namespace NewsHub.Wire.Sqlite;

/// <summary>A write that waits for its commit.</summary>
internal interface IWrite
{
    /// <summary>True if the overwritten content must be removed from the write-ahead log, too.</summary>
    bool Erases { get; }

    void Run(SqliteSession session);

    void Succeed();

    void Fail(Exception failure);
}

internal sealed class PendingWrite<T>(Func<SqliteSession, T> work, bool erases) : IWrite
{
    private readonly TaskCompletionSource<T> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private T? _result;

    public bool Erases => erases;

    public Task<T> Completion => _completion.Task;

    public void Run(SqliteSession session) => _result = work(session);

    public void Succeed() => _completion.SetResult(_result!);

    public void Fail(Exception failure) => _completion.SetException(failure);
}
