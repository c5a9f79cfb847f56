using NewsHub.Articles.Newsrooms;
using Xunit;

namespace NewsHub.Tests.Articles;

public sealed class AdminKeyFileTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    [Fact]
    public async Task Hubs_that_create_the_key_at_the_same_time_get_the_same_one()
    {
        for (var round = 0; round < 20; round++)
        {
            var keys = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => new AdminKeyFile(_directory.Path).ReadOrCreate(CancellationToken.None))));

            Assert.Single(keys.Distinct());
            Assert.Equal("admin.key", Path.GetFileName(Assert.Single(Directory.EnumerateFiles(_directory.Path))));
            new AdminKeyFile(_directory.Path).Delete();
        }
    }

    public void Dispose() => _directory.Dispose();
}
