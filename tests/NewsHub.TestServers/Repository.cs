using System.Runtime.CompilerServices;

namespace NewsHub.TestServers;

/// <summary>Locates files of the source repository.</summary>
public static class Repository
{
    public static string Root { get; } = Find();

    public static string PathOf(params string[] parts) => Path.Combine([Root, .. parts]);

    // Starts at the source file, or at the test binaries if the build maps source paths (deterministic builds in CI).
    private static string Find([CallerFilePath] string source = "")
    {
        foreach (var start in new[] { Path.GetDirectoryName(source), AppContext.BaseDirectory })
            for (var directory = start; directory is not null; directory = Path.GetDirectoryName(directory))
                if (File.Exists(Path.Combine(directory, "NewsHub.sln")))
                    return directory;
        throw new DirectoryNotFoundException("NewsHub.sln was not found above the tests.");
    }
}
