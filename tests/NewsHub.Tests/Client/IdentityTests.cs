using Microsoft.AspNetCore.Http;
using NewsHub.Client;
using Xunit;
using static NewsHub.Tests.Client.Golden;

namespace NewsHub.Tests.Client;

/// <summary>News does not wait for the identity of the reader, which only serves to count reads.</summary>
[Trait("Category", "Slow")]
public sealed class IdentityTests : IAsyncLifetime
{
    private readonly TemporaryDirectory _directory = new();
    private EventHub _hub = null!;

    public async Task InitializeAsync()
    {
        _hub = await EventHub.Start();
        _hub.AnswerReader = http => Results.Json(new { token = "issued" }).ExecuteAsync(http);
    }

    public async Task DisposeAsync()
    {
        await _hub.DisposeAsync();
        _directory.Dispose();
    }

    [Fact]
    public async Task Token_is_requested_stored_and_sent()
    {
        var file = File("reader.token");

        await Receives(file);

        Assert.Equal(("issued", "issued"), (_hub.Reader, await file.Load(CancellationToken.None)));
    }

    [Fact]
    public async Task Hub_that_does_not_answer_delays_news_by_at_most_5_seconds_and_the_stored_token_is_used()
    {
        _hub.AnswerReader = http => Task.Delay(Timeout.Infinite, http.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
        var file = File("reader.token");
        await file.Save("stored", CancellationToken.None);

        await Receives(file);

        Assert.Equal("stored", _hub.Reader);
    }

    [Fact]
    public async Task Store_that_does_not_answer_delays_news_by_at_most_5_seconds()
    {
        await Receives(new Store(_ => Task.Delay(Timeout.Infinite, CancellationToken.None)));
        Assert.Null(_hub.Reader);
    }

    [Fact]
    public async Task Wire_whose_token_cannot_be_saved_uses_it_until_it_is_disposed()
    {
        await Receives(File("missing/reader.token"));
        Assert.Equal("issued", _hub.Reader);
    }

    [Theory]
    [InlineData(typeof(IOException))]
    [InlineData(typeof(UnauthorizedAccessException))]
    public async Task Wire_whose_token_cannot_be_loaded_has_no_identity(Type failure)
    {
        await Receives(new Store(_ => throw (Exception)Activator.CreateInstance(failure)!));
        Assert.Null(_hub.Reader);
    }

    [Theory]
    [InlineData("application/json", "<h1>Sorry</h1>")]
    [InlineData("application/json", "{}")]
    [InlineData("text/html", "<h1>Sorry</h1>")]
    public async Task Answer_that_is_not_a_token_is_ignored(string contentType, string answer)
    {
        _hub.AnswerReader = http => Results.Text(answer, contentType).ExecuteAsync(http);

        await Receives(File("reader.token"));

        Assert.Null(_hub.Reader);
    }

    /// <summary>Asserts that a wire with this store delivers an entry: within the 5 seconds for the identity, and 15 for a busy machine.</summary>
    private async Task Receives(IReaderStore store)
    {
        _hub.Publish(EntryAt(42));
        await using var wire = new NewsWire(_hub.Address, new NewsWireOptions { Topics = ["news"], Reader = store });
        await using var news = wire.ReadAll().GetAsyncEnumerator();
        Assert.True(await news.MoveNextAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(20)));
        Assert.Equal("42", RecordingReader.Describe(news.Current));
    }

    private ReaderFile File(string name) => new(Path.Combine(_directory.Path, name));

    /// <summary>A store of a program that fails or hangs when it loads.</summary>
    private sealed class Store(Func<CancellationToken, Task> load) : IReaderStore
    {
        public async ValueTask<string?> Load(CancellationToken stop)
        {
            await load(stop);
            return null;
        }

        public ValueTask Save(string token, CancellationToken stop) => ValueTask.CompletedTask;
    }
}
