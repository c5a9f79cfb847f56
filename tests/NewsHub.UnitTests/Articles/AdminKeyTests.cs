using System.ComponentModel.DataAnnotations;
using NewsHub.Articles;
using NewsHub.Articles.Newsrooms;
using Xunit;

namespace NewsHub.Tests.Articles;

public sealed class AdminKeyTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task The_key_is_generated_once_and_readable_only_by_its_owner()
    {
        var file = new AdminKeyFile(_directory.Path);

        var key = await file.ReadOrCreate(default);

        Assert.StartsWith("nh_", key, StringComparison.Ordinal);
        Assert.Equal(key, await file.ReadOrCreate(default));
        if (!OperatingSystem.IsWindows()) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file.Path));
    }

    [Fact]
    public async Task An_interrupted_start_leaves_no_empty_key_file()
    {
        await File.WriteAllTextAsync(Path.Combine(_directory.Path, "admin.key.new"), "");

        Assert.Equal(67, (await new AdminKeyFile(_directory.Path).ReadOrCreate(default)).Length);
        Assert.Equal([Path.Combine(_directory.Path, "admin.key")], Directory.GetFiles(_directory.Path));
    }

    [Theory]
    [InlineData(null, true)]
    [InlineData("", true)]
    [InlineData("sixteen-letters-", true)]
    [InlineData("fifteen-letters", false)]
    [InlineData("a key with spaces in it", false)]
    public void A_configured_key_must_have_16_characters_without_spaces(string? key, bool isValid)
    {
        var options = new ArticlesOptions { AdminKey = key };

        Assert.Equal(isValid, Validator.TryValidateObject(options, new ValidationContext(options), null, validateAllProperties: true));
    }
}
