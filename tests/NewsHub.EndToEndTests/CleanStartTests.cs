using Xunit;

namespace NewsHub.EndToEndTests;

public sealed class CleanStartTests : IDisposable
{
    private readonly TemporaryDirectory _data = new();

    private string KeyFile => Path.Combine(_data.Path, "admin.key");

    public void Dispose() => _data.Dispose();

    [Fact]
    public async Task The_first_start_draws_a_key_that_only_its_owner_may_read_and_the_log_only_says_where()
    {
        await using var hub = HubProcess.On(_data.Path);
        await hub.Start();
        var key = (await File.ReadAllTextAsync(KeyFile)).Trim();

        Assert.True(key.Length >= 32, "The key is short enough to be guessed.");
        if (!OperatingSystem.IsWindows()) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(KeyFile));
        Assert.Contains(KeyFile, hub.Output, StringComparison.Ordinal);
        Assert.DoesNotContain(key, hub.Output, StringComparison.Ordinal);
        using var newsroom = hub.OpenNewsroom();
        Assert.Equal("published", (await newsroom.Publish("The key opens the door")).Status);
    }

    [Fact]
    public async Task A_second_start_keeps_the_key_the_epoch_and_the_news()
    {
        await using var hub = HubProcess.On(_data.Path);
        await hub.Start();
        var key = await File.ReadAllTextAsync(KeyFile);
        using var newsroom = hub.OpenNewsroom();
        var before = Place.Parse((await newsroom.Publish("Before the night")).Cursor!);

        Assert.Equal(0, await hub.Stop());
        await hub.Start();

        Assert.Equal(key, await File.ReadAllTextAsync(KeyFile));
        var after = Place.Parse((await newsroom.Publish("After the night")).Cursor!);
        Assert.Equal(before with { Seq = before.Seq + 1 }, after);
        Assert.Equal(
            ["Before the night", "After the night"],
            (await Wire.ReadAll(newsroom.Http, after)).Select(entry => entry.Article.Headline));
    }

    [Fact]
    public async Task A_configured_key_opens_nothing_once_it_is_no_longer_configured()
    {
        await using (var configured = HubProcess.On(_data.Path, "a-key-that-somebody-has-leaked"))
        {
            await configured.Start();
            using var newsroom = configured.OpenNewsroom();
            await newsroom.Publish("While it was configured");
        }

        await using var hub = HubProcess.On(_data.Path);
        await hub.Start();

        using var drawn = hub.OpenNewsroom();
        await drawn.Publish("The drawn key opens the door");
        using var leaked = new Newsroom(hub.Address, "a-key-that-somebody-has-leaked");
        var refusal = await Assert.ThrowsAsync<InvalidOperationException>(() => leaked.Publish("After it was configured"));
        Assert.Contains("401", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_second_hub_on_the_same_data_refuses_and_says_what_to_do()
    {
        await using var first = HubProcess.On(_data.Path);
        await first.Start();
        await using var second = HubProcess.On(_data.Path);

        Assert.NotEqual(0, await second.StartAndEnd());

        Assert.Contains($"Another hub works in {_data.Path}", second.Output, StringComparison.Ordinal);
        Assert.Contains("NewsHub:DataDirectory", second.Output, StringComparison.Ordinal);
        using var newsroom = first.OpenNewsroom();
        await newsroom.Publish("The first works on");
    }
}
