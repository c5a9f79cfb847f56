namespace NewsHub.Trending.Counting;

/// <summary>The stored reactions to one article. Its methods must not be called concurrently.</summary>
internal sealed class ArticleReactions(string articleId, IReactionStore store, ReactionLimits limits, Func<Task<byte[]>> lastingKey)
{
    private byte[]? _key;

    /// <inheritdoc cref="IReactionStore.Add"/>
    public async Task<ReactionChange> Add(GivenReaction given) => await store.Add(Hash(given, await Prepare()), limits);

    /// <inheritdoc cref="IReactionStore.Remove"/>
    public async Task<ReactionChange> Remove(GivenReaction given) => await store.Remove(Hash(given, await Prepare()));

    /// <inheritdoc cref="IReactionStore.Count"/>
    public Task<IReadOnlyDictionary<string, long>> Count() => store.Count(articleId);

    // Reactions from before hashes differed between articles are converted first, so that their readers are recognized.
    private async Task<byte[]> Prepare()
    {
        if (_key is not null) return _key;
        var key = await lastingKey();
        await ReactionConversion.Convert(store, articleId, key);
        return _key = key;
    }

    private StoredReaction Hash(GivenReaction given, byte[] key) => new(
        articleId, given.Kind, ReactionHash.Of(key, articleId, given.Reader), ReactionHash.Of(key, articleId, given.Former),
        ReactionHash.Of(key, articleId, given.Address), ReactionHash.Of(key, articleId, given.Network));
}

/// <summary>A reaction as a gateway reports it: hashes that are the same for every article, and never stored.</summary>
internal readonly record struct GivenReaction(string Kind, ulong Reader, ulong Former, ulong Address, ulong Network);
