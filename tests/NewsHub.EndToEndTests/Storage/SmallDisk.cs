using System.Diagnostics;
using System.Globalization;
using Xunit;

namespace NewsHub.EndToEndTests.Storage;

/// <summary>A file system of a few megabytes in memory, which can be filled. Needs root; unmounted on dispose.</summary>
internal sealed class SmallDisk : IAsyncDisposable
{
    private const string Missing = "A small disk needs root, to mount it.";

    private readonly TemporaryDirectory _directory = new();

    public string Path => _directory.Path;

    private string Filler => System.IO.Path.Combine(Path, "filler");

    /// <param name="owner">The user who owns its root directory.</param>
    public static async Task<SmallDisk> Mount(int megabytes, string owner = "root")
    {
        if (Environment.UserName != "root")
        {
            Assert.False(Environment.GetEnvironmentVariable("CI") == "true", Missing);
            Skip.If(true, Missing);
        }

        var disk = new SmallDisk();
        await Run("mount", "-t", "tmpfs", "-o", string.Create(CultureInfo.InvariantCulture, $"size={megabytes}m,mode=0700"), "tmpfs", disk.Path);
        await Run("chown", $"{owner}:", disk.Path);
        return disk;
    }

    /// <summary>Leaves no free byte.</summary>
    public void Fill()
    {
        var block = new byte[4096];
        try
        {
            using var file = new FileStream(Filler, FileMode.Append, FileAccess.Write, FileShare.None, 0);
            while (true) file.Write(block);
        }
        catch (IOException)
        {
            // The disk is full.
        }
    }

    public void Free() => File.Delete(Filler);

    public async ValueTask DisposeAsync()
    {
        await Run("umount", "--lazy", Path);
        _directory.Dispose();
    }

    private static async Task Run(string program, params string[] arguments)
    {
        using var process = Process.Start(program, arguments);
        await process.WaitForExitAsync();
        if (process.ExitCode != 0) throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} exited with code {process.ExitCode}.");
    }
}
