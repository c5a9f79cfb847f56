using System.Reflection;
using System.Xml.Linq;
using NetArchTest.Rules;
using NewsHub.Articles;
using NewsHub.Gateway;
using NewsHub.Syndication;
using NewsHub.Trending;
using NewsHub.Wire;
using Xunit;

namespace NewsHub.Tests.House;

/// <summary>Project references, the folder map of <c>src/README.md</c> and the rules for grains.</summary>
public sealed class ArchitectureTests
{
    private static readonly Dictionary<string, int> Layers = new()
    {
        ["NewsHub.Wire"] = 0, ["NewsHub.Http"] = 0, ["NewsHub.Client"] = 0, ["NewsHub.Articles"] = 1, ["NewsHub.Trending"] = 1, ["NewsHub.Gateway"] = 2, ["NewsHub.Syndication"] = 2, ["NewsHub.Web"] = 2, ["NewsHub.Host"] = 3,
    };

    private static readonly string[] IgnoredFolders = ["bin", "obj", "node_modules", "dist", "wwwroot", "data"];

    private static readonly Assembly[] Code =
        [typeof(WireSetup).Assembly, typeof(ArticlesSetup).Assembly, typeof(TrendingSetup).Assembly, typeof(GatewaySetup).Assembly, typeof(SyndicationSetup).Assembly, typeof(global::NewsHub.Web.WebSetup).Assembly];

    public static TheoryData<string> Projects { get; } =
        [.. Directory.EnumerateFiles(Repository.PathOf("src"), "*.csproj", SearchOption.AllDirectories).Select(file => Path.GetFileNameWithoutExtension(file)!).Order()];

    public static TheoryData<string> ProjectsWithGrains { get; } = [.. Grains.Select(grain => grain.Assembly.GetName().Name!).Distinct()];

    private static IEnumerable<Type> Grains =>
        Code.SelectMany(assembly => assembly.GetTypes()).Where(type => type is { IsClass: true, IsAbstract: false } && IsHubGrain(type));

    [Theory]
    [MemberData(nameof(Projects))]
    public void Project_references_only_lower_layers(string project)
    {
        var layer = LayerOf(project);
        var references = XDocument.Load(Repository.PathOf("src", project, $"{project}.csproj")).Descendants("ProjectReference")
            .Select(reference => Path.GetFileNameWithoutExtension(reference.Attribute("Include")!.Value.Replace('\\', '/')));

        Assert.All(references, other => Assert.True(LayerOf(other) < layer, $"{project} (layer {layer}) must not reference {other} (layer {LayerOf(other)})."));
    }

    [Fact]
    public void Source_map_names_every_folder()
    {
        var map = Repository.PathOf("src", "README.md");
        Assert.True(File.Exists(map), "src/README.md, the map of the source folders, is missing.");
        var text = File.ReadAllText(map);

        var unnamed = FoldersIn(Repository.PathOf("src")).Where(folder => !text.Contains($"`{Path.GetRelativePath(Repository.PathOf("src"), folder).Replace('\\', '/')}`", StringComparison.Ordinal))
            .Select(folder => Path.GetRelativePath(Repository.Root, folder).Replace('\\', '/')).ToArray();

        Assert.True(unnamed.Length == 0, $"src/README.md does not name {string.Join(", ", unnamed)}; add a line for each.");
    }

    [Fact]
    public void Grains_are_internal_and_sealed()
    {
        Assert.NotEmpty(Grains);
        Assert.All(Grains, grain => Assert.True(grain is { IsSealed: true, IsVisible: false }, $"{grain} must be internal sealed."));
    }

    [Fact]
    public void Grains_and_rules_do_not_depend_on_AspNetCore()
    {
        string[] restricted =
        [
            .. Grains.Select(grain => grain.FullName!),
            .. Code.SelectMany(assembly => assembly.GetTypes()).Where(type => type.IsInterface && IsHubGrain(type)).Select(type => type.FullName!),
            .. Code.SelectMany(assembly => assembly.GetTypes()).Where(IsRule).Select(type => type.FullName!),
        ];

        var failing = Types.InAssemblies(Code).That().HaveDependencyOn("Microsoft.AspNetCore").GetTypes().Select(type => type.FullName!).Intersect(restricted).ToArray();

        Assert.True(failing.Length == 0, $"{string.Join(", ", failing)} must not depend on ASP.NET Core.");
    }

    [Theory]
    [MemberData(nameof(ProjectsWithGrains))]
    public void Project_with_grains_lists_their_contracts(string project)
    {
        var contracts = Repository.PathOf("src", project, "OrleansContracts.txt");
        Assert.True(File.Exists(contracts), $"src/{project}/OrleansContracts.txt is missing: create it empty and fill it with dotnet format.");
        var text = File.ReadAllText(contracts);

        Assert.All(
            Grains.Where(grain => grain.Assembly.GetName().Name == project),
            grain => Assert.True(text.Contains(grain.FullName!, StringComparison.Ordinal), $"{contracts} lacks {grain.FullName}; its header explains how to update it."));
    }

    private static int LayerOf(string project) =>
        Layers.TryGetValue(project, out var layer) ? layer : throw new KeyNotFoundException($"{project} has no layer: add it to {nameof(ArchitectureTests)}.");

    private static IEnumerable<string> FoldersIn(string directory) => Directory.EnumerateDirectories(directory)
        .Where(folder => !IgnoredFolders.Contains(Path.GetFileName(folder)) && Directory.EnumerateFileSystemEntries(folder).Any())
        .SelectMany(folder => FoldersIn(folder).Prepend(folder));

    private static bool IsHubGrain(Type type) => typeof(IGrain).IsAssignableFrom(type) && type.Namespace?.StartsWith("NewsHub", StringComparison.Ordinal) is true;

    // The wire, and the pure rules of the other projects, which are tested without a server.
    private static bool IsRule(Type type) =>
        type.Assembly == typeof(WireSetup).Assembly || type.Namespace is "NewsHub.Articles.Lifecycle"
        || (type.Assembly == typeof(TrendingSetup).Assembly && type.Name is "Counter" or "DecayingCounter" or "HyperLogLog" or "BatchLedger" or "RankingBoard");
}
