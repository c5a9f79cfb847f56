using NewsHub.Articles.Lifecycle;
using NewsHub.Wire;
using Orleans.Concurrency;

namespace NewsHub.Articles;

/// <summary>
/// The store's compare-and-set lets one first version through. All else, an article that exists or a draft that lacks something, is for
/// the article's owner to answer.
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
