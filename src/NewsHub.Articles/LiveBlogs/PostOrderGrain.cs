using NewsHub.Articles.Lifecycle;
using NewsHub.Wire;

namespace NewsHub.Articles.LiveBlogs;

[CollectionAgeLimit(Minutes = 2)] // requests for unknown ids activate grains too; collect them soon
internal sealed class PostOrderGrain(IWireStore store, ArticleStore articles) : Grain, IPostOrderGrain
{
    private string ArticleId => this.GetPrimaryKeyString();

    public async Task<CommandOutcome> Move(string post, string? after, MovePost command)
    {
        if (command.IdempotencyKey is { } key && await articles.FindRepeated(key) is { } repeated) return repeated;
        var moved = await PostOf(post).Get();
        if (moved is not { IsPublic: true } || (command.IfVersion ?? moved.Version) != moved.Version) return await PostOf(post).Do(command); // refuses it before others make room
        var lower = after is null ? 0 : (await PostOf(after).Get()) is { IsPublic: true, Position: { } place } ? place : (long?)null;
        if (lower is null || after == post) return new CommandOutcome.Refused(RejectionReason.InvalidState, "after must be the id of another published post, or null.");
        var read = await store.ListPosts(PostLists.All(ArticleId), PlaceRange.After(lower.Value), PostMoves.MaxNeighbours + 1);
        WirePost[] above = [.. read.Where(other => other.Id != post)];
        if (PostMoves.Find(lower.Value, [.. above.Select(other => other.Position!.Value)], read.Count <= PostMoves.MaxNeighbours) is not { } found)
            return new CommandOutcome.Refused(RejectionReason.InvalidState, $"There is no room: {PostMoves.MaxNeighbours} posts follow without a gap. Move the post elsewhere.");
        // The highest first, so that the posts keep their order at every moment.
        for (var i = found.Shifted.Count - 1; i >= 0; i--)
        {
            var outcome = await PostOf(above[i].Id).Do(new MovePost(found.Shifted[i]) { Actor = command.Actor });
            if (outcome is CommandOutcome.Refused) return outcome;
        }

        return await PostOf(post).Do(command with { Place = found.Place });
    }

    private IPostGrain PostOf(string id) => GrainFactory.GetGrain<IPostGrain>(Post.SubjectOf(ArticleId, id).Id);
}
