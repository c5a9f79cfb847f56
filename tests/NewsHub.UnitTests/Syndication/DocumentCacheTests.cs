using System.Text;
using NewsHub.Syndication;
using NewsHub.Syndication.Documents;
using NewsHub.Syndication.Feeds;
using Xunit;
using static NewsHub.Tests.Syndication.FeedChanges;

namespace NewsHub.Tests.Syndication;

public sealed class DocumentCacheTests : IDisposable
{
    private static readonly DocumentKey Key = new(new SiteAddress("https://news.example", "news.example"), "/feed.xml");

    private readonly FeedIndex _index = new(Clock);
    private readonly DocumentCache _documents;
    private int _renderings;

    public DocumentCacheTests()
    {
        _documents = new DocumentCache(_index, Clock);
        _index.Start([]);
        _index.Load(FeedKey.All, Article("a", 1), Article("b", 2));
    }

    public void Dispose() => _documents.Dispose();

    [Fact]
    public async Task Requests_of_one_state_share_one_rendering()
    {
        var gate = new TaskCompletionSource();
        var requests = Enumerable.Range(0, 20).Select(_ => Get(gate.Task)).ToArray();
        gate.SetResult();
        var documents = await Task.WhenAll(requests);

        Assert.All(documents.Append(await Get()), document => Assert.Same(documents[0], document));
        Assert.Equal(1, _renderings);
    }

    [Fact]
    public async Task A_change_of_the_list_renders_again()
    {
        var before = await Get();
        _index.Apply(Published(Article("c", 3)));
        Assert.NotSame(before, await Get());
        Assert.Equal(2, _renderings);
    }

    [Fact]
    public async Task A_rendering_that_began_before_a_withdrawal_is_neither_served_nor_kept()
    {
        var gate = new TaskCompletionSource();
        var request = Get(gate.Task);
        _index.Apply(Killed("a", 2));
        _documents.Clear();
        gate.SetResult();

        var served = await request;

        Assert.Same(_index.Find(FeedKey.All), served.Source);
        Assert.Same(served, await Get());
        Assert.Equal(2, _renderings);
    }

    [Fact]
    public async Task A_rendering_that_began_before_an_update_is_served_once()
    {
        var gate = new TaskCompletionSource();
        var request = Get(gate.Task);
        _index.Apply(Published(Article("c", 3)));
        gate.SetResult();

        Assert.NotSame(_index.Find(FeedKey.All), (await request).Source);
        Assert.Same(_index.Find(FeedKey.All), (await Get()).Source);
    }

    [Fact]
    public async Task A_document_is_rendered_again_after_the_time_that_ends_it()
    {
        await Get(validUntil: Noon);
        await Get(validUntil: Noon);
        Assert.Equal(2, _renderings);
    }

    [Fact]
    public async Task A_rendering_that_failed_is_not_kept()
    {
        await Assert.ThrowsAsync<InvalidOperationException>(() => Get(Task.FromException(new InvalidOperationException())));
        Assert.Same(_index.Find(FeedKey.All), (await Get()).Source);
    }

    private Task<Document> Get(Task? gate = null, DateTimeOffset? validUntil = null) => _documents.Get(
        Key, () => ValueTask.FromResult(_index.Find(FeedKey.All)!), async list =>
        {
            Interlocked.Increment(ref _renderings);
            await (gate ?? Task.CompletedTask);
            return Document.Of(list, Encoding.UTF8.GetBytes(string.Join(' ', list.Ids())), "text/plain", list.Modified, validUntil);
        });
}
