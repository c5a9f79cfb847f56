using Microsoft.Data.Sqlite;
using NewsHub.EndToEndTests.Browsing;
using Xunit;

namespace NewsHub.EndToEndTests.Syndication;

/// <summary>Reads feeds with Newsboat, a feed reader for terminals.</summary>
internal static class Newsboat
{
    private const string Program = "/usr/bin/newsboat";

    /// <summary>Skips the test where it is not installed; fails it in CI.</summary>
    public static void Require() => Programs.Require(Program, "newsboat");

    /// <summary>Loads one feed into an empty cache, and returns what the cache then has: the items that its lists show.</summary>
    public static async Task<IReadOnlyList<ReadItem>> Read(Uri feed)
    {
        using var directory = new TemporaryDirectory();
        var (urls, cache, settings) = (Path.Combine(directory.Path, "urls"), Path.Combine(directory.Path, "cache.db"), Path.Combine(directory.Path, "config"));
        await File.WriteAllTextAsync(urls, $"{feed}\n");
        await File.WriteAllTextAsync(settings, "");
        // Its texts are converted to the character set of the locale.
        var (code, output) = await Programs.Run("/usr/bin/env", $"HOME={directory.Path}", "LC_ALL=C.UTF-8", Program, "-u", urls, "-c", cache, "-C", settings, "-x", "reload");
        Assert.True(code == 0, output);
        return await ReadCache(cache);
    }

    private static async Task<IReadOnlyList<ReadItem>> ReadCache(string cache)
    {
        await using var database = new SqliteConnection($"Data Source={cache};Pooling=False");
        await database.OpenAsync();
        await using var command = database.CreateCommand();
        command.CommandText = "SELECT guid, title, url, pubDate, content FROM rss_item";
        await using var rows = await command.ExecuteReaderAsync();
        var items = new List<ReadItem>();
        while (await rows.ReadAsync()) items.Add(new ReadItem(rows.GetString(0), rows.GetString(1), rows.GetString(2), rows.GetInt64(3), rows.GetString(4)));
        return items;
    }
}
