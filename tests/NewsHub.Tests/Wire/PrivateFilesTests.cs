using Microsoft.Extensions.Logging.Abstractions;
using NewsHub.Wire.Sqlite;
using Xunit;

namespace NewsHub.Tests.Wire;

[System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
public sealed class PrivateFilesTests : IDisposable
{
    private const UnixFileMode Owner = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly TemporaryDirectory _directory = new();

    private string Data => Path.Combine(_directory.Path, "data");

    public void Dispose() => _directory.Dispose();

    [SkippableFact]
    public async Task A_new_data_directory_and_its_files_are_open_to_their_owner_only()
    {
        Skip.If(OperatingSystem.IsWindows(), "Windows has access lists in place of modes.");
        using var database = Open();
        await new SqliteWireStore(database).Commit(Commits.Publish("a"));

        Assert.Equal(Owner | UnixFileMode.UserExecute, File.GetUnixFileMode(Data));
        var files = Directory.GetFiles(Data);
        Assert.Contains(files, file => file.EndsWith("-wal", StringComparison.Ordinal));
        Assert.All(files, file => Assert.Equal(Owner, File.GetUnixFileMode(file)));
    }

    [SkippableFact]
    public void Files_that_others_could_read_are_closed_to_them()
    {
        Skip.If(OperatingSystem.IsWindows(), "Windows has access lists in place of modes.");
        Open().Dispose();
        foreach (var file in Directory.GetFiles(Data)) File.SetUnixFileMode(file, Owner | UnixFileMode.GroupRead | UnixFileMode.OtherRead);

        using var database = Open();

        Assert.All(Directory.GetFiles(Data), file => Assert.Equal(Owner, File.GetUnixFileMode(file)));
    }

    private SqliteDatabase Open() => new(Data, NullLogger<SqliteDatabase>.Instance);
}
