using Polly;
using Polly.Retry;

namespace NewsHub.Wire;

/// <summary>
/// Repeats work that must succeed sooner or later, such as reading the database at the start. The delays grow from a quarter of a second to
/// one second, each with jitter, so that the hubs of a cluster do not all return at the same moment.
/// </summary>
public sealed class Retry(TimeProvider time)
{
    /// <summary>Delay after the first failure.</summary>
    private static readonly TimeSpan FirstDelay = TimeSpan.FromMilliseconds(250);

    /// <summary>Longest delay, and so the longest time for which a database that has returned stays unnoticed.</summary>
    private static readonly TimeSpan MaxDelay = TimeSpan.FromSeconds(1);

    private static readonly ResiliencePropertyKey<Func<Exception, bool>> Handles = new("handles");

    private readonly ResiliencePipeline _pipeline = new ResiliencePipelineBuilder { TimeProvider = time }
        .AddRetry(new RetryStrategyOptions
        {
            MaxRetryAttempts = int.MaxValue,
            BackoffType = DelayBackoffType.Exponential,
            Delay = FirstDelay,
            MaxDelay = MaxDelay,
            UseJitter = true,
            ShouldHandle = static attempt => ValueTask.FromResult(
                attempt.Outcome.Exception is { } failure && !attempt.Context.CancellationToken.IsCancellationRequested
                && attempt.Context.Properties.GetValue(Handles, static _ => false)(failure)),
        })
        .Build();

    /// <summary>Returns the result of the first attempt that succeeds.</summary>
    /// <param name="handles">Logs a failure and returns true; or returns false for one that no repetition mends, which is then thrown.</param>
    /// <exception cref="OperationCanceledException"><paramref name="stopping"/> was cancelled.</exception>
    public async Task<T> UntilDone<T>(Func<CancellationToken, Task<T>> attempt, Func<Exception, bool> handles, CancellationToken stopping)
    {
        var context = ResilienceContextPool.Shared.Get(stopping);
        try
        {
            context.Properties.Set(Handles, handles);
            return await _pipeline.ExecuteAsync(static async (context, attempt) => await attempt(context.CancellationToken), context, attempt);
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
        }
    }

    /// <inheritdoc cref="UntilDone{T}"/>
    public Task UntilDone(Func<CancellationToken, Task> attempt, Func<Exception, bool> handles, CancellationToken stopping) =>
        UntilDone(async token =>
        {
            await attempt(token);
            return true;
        }, handles, stopping);
}
