using Microsoft.Extensions.Logging.Abstractions;
using NewsHub.Tests.Wire.Stores;
using NewsHub.Wire;
using NewsHub.Wire.Sqlite;
using Xunit;

namespace NewsHub.Tests.Wire;

[Trait("Category", "Slow")]
public sealed class SqliteWireStoreTests : WireStoreTests
{
    private new SqliteStores Stores => (SqliteStores)base.Stores;

    [Fact]
    public async Task Content_erased_by_a_kill_is_in_no_database_file()
    {
        await Stores.Wire.Commit(Commits.Publish("a", "Secret that must go"));
        await Stores.Wire.Commit(Commits.Kill("a", 1));
        await Stores.Wire.Commit(Commits.Publish("b", "Published after it")); // completes after the kill's truncation of the log

        var files = Directory.GetFiles(Stores.Directory, "newshub.db*");
        Assert.Contains(files, file => File.ReadAllText(file).Contains("Published after it", StringComparison.Ordinal));
        Assert.All(files, file => Assert.DoesNotContain("Secret that must go", File.ReadAllText(file), StringComparison.Ordinal));
    }

    [Fact]
    public async Task Content_erased_by_a_redaction_is_in_no_database_file()
    {
        await Stores.Wire.Commit(Commits.Publish("a", "Secret that must go"));
        await Stores.Wire.Commit(Commits.Change("a", 1, EntryKind.Updated, "What stays"));
        await Stores.Wire.Commit(Commits.Change("a", 2, EntryKind.Updated, "What stays") with { EraseEntriesUpTo = 1, EraseVersionsUpTo = 1 });
        await Stores.Wire.Commit(Commits.Publish("b", "Published after it"));

        var files = Directory.GetFiles(Stores.Directory, "newshub.db*");
        Assert.Contains(files, file => File.ReadAllText(file).Contains("What stays", StringComparison.Ordinal));
        Assert.All(files, file => Assert.DoesNotContain("Secret that must go", File.ReadAllText(file), StringComparison.Ordinal));
    }

    [Fact]
    public void A_second_hub_on_the_same_data_directory_throws()
    {
        var failure = Assert.Throws<InvalidOperationException>(() => new SqliteDatabase(Stores.Directory, NullLogger<SqliteDatabase>.Instance));
        Assert.Contains("NewsHub:DataDirectory", failure.Message, StringComparison.Ordinal);
    }

    private protected override string SchemaBeforeErasure =>
        """
        DROP INDEX entries_by_parent;
        ALTER TABLE entries DROP COLUMN parent;
        ALTER TABLE entries DROP COLUMN version;
        ALTER TABLE entries DROP COLUMN erased;
        DROP INDEX articles_by_parent;
        ALTER TABLE articles DROP COLUMN parent;
        ALTER TABLE articles DROP COLUMN erased;
        ALTER TABLE articles DROP COLUMN listed_at;
        DROP INDEX listings_by_date;
        ALTER TABLE listings DROP COLUMN at;
        PRAGMA user_version = 1
        """;

    private protected override Task<IStores> OpenStores() => Task.FromResult<IStores>(new SqliteStores());
}

public sealed class SqlitePartStoreTests : PartStoreTests
{
    private protected override Task<IStores> OpenStores() => Task.FromResult<IStores>(new SqliteStores());
}

public sealed class SqliteGrainStorageTests : GrainStorageTests
{
    private protected override Task<IStores> OpenStores() => Task.FromResult<IStores>(new SqliteStores());
}

public sealed class SqliteReactionStoreTests : ReactionStoreTests
{
    private protected override Task<IStores> OpenStores() => Task.FromResult<IStores>(new SqliteStores());
}
