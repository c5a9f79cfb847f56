using NewsHub.Articles.Lifecycle;
using NewsHub.Wire;
using Orleans.Concurrency;

namespace NewsHub.Articles;

/// <summary>
/// Commits the first version directly; the store's compare-and-set admits exactly one. Every other case, such as an existing article or an
/// incomplete draft, is forwarded to the article's grain.
/// </summary>
[StatelessWorker, Reentrant]
internal sealed class ArticleCreatorGrain(ArticleStore articles, WallClock clock) : Grain, IArticleCreatorGrain
{
    public async Task<CommandOutcome> Create(string id, Create command)
    {
        var now = clock.Now;
        if (ArticleRules.Decide(id, null, command, now) is Decision.Change change)
        {
            switch (await articles.Commit(null, change, command.IdempotencyKey, now))
            {
                case CommitOutcome.Committed { Receipt: var receipt }:
                    return new CommandOutcome.Done(receipt);
                case CommitOutcome.Repeated { Prior: var prior }:
                    return ArticleStore.ToRepeated(command.IdempotencyKey!, prior);
            }
        }

        return await GrainFactory.GetGrain<IArticleGrain>(id).Do(command);
    }
}
