using Xunit;

namespace NewsHub.EndToEndTests;

public sealed class CleanStartTests : IDisposable
{
    private readonly TemporaryDirectory _data = new();

    private string KeyFile => Path.Combine(_data.Path, "admin.key");

    public void Dispose() => _data.Dispose();

    [Fact]
    public async Task First_start_writes_an_admin_key_readable_only_by_its_owner_and_logs_only_the_file_path()
    {
        await using var hub = HubProcess.On(_data.Path);
        await hub.Start();
        var key = (await File.ReadAllTextAsync(KeyFile)).Trim();

        Assert.True(key.Length >= 32, "The key has fewer than 32 characters.");
        if (!OperatingSystem.IsWindows()) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(KeyFile));
        Assert.Contains(KeyFile, hub.Output, StringComparison.Ordinal);
        Assert.DoesNotContain(key, hub.Output, StringComparison.Ordinal);
        using var newsroom = hub.OpenNewsroom();
        Assert.Equal("published", (await newsroom.Publish("Published with the generated key")).Status);
    }

    [Fact]
    public async Task Restart_keeps_the_admin_key_the_epoch_and_the_entries()
    {
        await using var hub = HubProcess.On(_data.Path);
        await hub.Start();
        var key = await File.ReadAllTextAsync(KeyFile);
        using var newsroom = hub.OpenNewsroom();
        var before = WireCursor.Parse((await newsroom.Publish("Before the night")).Cursor!);

        Assert.Equal(0, await hub.Stop());
        await hub.Start();

        Assert.Equal(key, await File.ReadAllTextAsync(KeyFile));
        var after = WireCursor.Parse((await newsroom.Publish("After the night")).Cursor!);
        Assert.Equal(before with { Seq = before.Seq + 1 }, after);
        Assert.Equal(
            ["Before the night", "After the night"],
            (await Wire.ReadAll(newsroom.Http, after)).Select(entry => entry.Article.Headline));
    }

    [Fact]
    public async Task Admin_key_removed_from_the_configuration_is_rejected_with_401()
    {
        await using (var configured = HubProcess.On(_data.Path, "a-key-that-somebody-has-leaked"))
        {
            await configured.Start();
            using var newsroom = configured.OpenNewsroom();
            await newsroom.Publish("While it was configured");
        }

        await using var hub = HubProcess.On(_data.Path);
        await hub.Start();

        using var generated = hub.OpenNewsroom();
        await generated.Publish("Published with the generated key");
        using var leaked = new Newsroom(hub.Address, "a-key-that-somebody-has-leaked");
        var refusal = await Assert.ThrowsAsync<InvalidOperationException>(() => leaked.Publish("After the key was removed"));
        Assert.Contains("401", refusal.Message, StringComparison.Ordinal);
    }
}
