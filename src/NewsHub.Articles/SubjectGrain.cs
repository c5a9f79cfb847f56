using NewsHub.Articles.Lifecycle;
using NewsHub.Wire;

namespace NewsHub.Articles;

/// <summary>
/// Owns the document of one subject of the wire. A change is planned from the document in memory and stored in one commit. If two activations exist at
/// once, the store's compare-and-set admits one and the other reloads.
/// </summary>
internal abstract class SubjectGrain<TDocument>(WallClock clock) : Grain where TDocument : class
{
    /// <summary>Attempts when another activation commits first. A second activation exists only around the failure of a silo.</summary>
    private const int MaxAttempts = 3;

    /// <summary>True when the last commit failed without an answer, so the stored state may differ from <see cref="Document"/>.</summary>
    private bool _isUncertain;

    /// <summary>The stored document; null when it does not exist.</summary>
    protected TDocument? Document { get; private set; }

    /// <summary>What a grain does about a command.</summary>
    protected abstract record Plan
    {
        private Plan() { }

        public sealed record Refuse(RejectionReason Reason, string Detail) : Plan;

        /// <param name="Next">The document after the commit, from its receipt.</param>
        public sealed record Store(Func<Receipt, TDocument?> Next, Func<Task<CommitOutcome>> Commit) : Plan;
    }

    /// <summary>Reads the stored document.</summary>
    protected abstract Task<TDocument?> Find();

    /// <summary>True if a stored document replaces the one in memory: reads interleave, so a newer one may have been committed while this read was in progress.</summary>
    protected abstract bool IsNewer(TDocument stored, TDocument? held);

    /// <summary>Executes a plan, and plans again after a conflict. Returns null if there was nothing to do.</summary>
    protected async Task<CommandOutcome?> Execute(Func<DateTimeOffset, Task<Plan?>> plan, IdempotencyKey? key)
    {
        for (var attempt = 1; ; attempt++)
        {
            switch (await plan(clock.Now))
            {
                case null:
                    return null;
                case Plan.Refuse refusal:
                    return new CommandOutcome.Refused(refusal.Reason, refusal.Detail);
                case Plan.Store change when await Store(change, key) is { } outcome:
                    return outcome;
                case var _ when attempt == MaxAttempts:
                    return new CommandOutcome.Refused(RejectionReason.Stale, "The document is being changed concurrently; try again.");
            }
        }
    }

    // A document that did not exist on the last read may have been created since.
    protected Task ReloadIfNeeded() => _isUncertain || Document is null ? Load() : Task.CompletedTask;

    private async Task<CommandOutcome?> Store(Plan.Store change, IdempotencyKey? key)
    {
        switch (await CommitOrReload(change))
        {
            case CommitOutcome.Committed { Receipt: var receipt }:
                (Document, _isUncertain) = (change.Next(receipt), false);
                return new CommandOutcome.Done(receipt);
            case CommitOutcome.Repeated { Prior: var prior }:
                return ArticleStore.ToRepeated(key!, prior);
            default:
                await Load();
                return null;
        }
    }

    private async Task<CommitOutcome> CommitOrReload(Plan.Store change)
    {
        try
        {
            return await change.Commit();
        }
        catch
        {
            _isUncertain = true;
            DeactivateOnIdle(); // if this hub cannot store, as one with a wrong clock, a repeat at another hub is executed there
            throw;
        }
    }

    protected async Task Load()
    {
        var stored = await Find();
        _isUncertain = false;
        if (stored is null || IsNewer(stored, Document)) Document = stored;
    }
}
