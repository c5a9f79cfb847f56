using System.Reflection;
using System.Xml.Linq;
using NetArchTest.Rules;
using NewsHub.Articles;
using NewsHub.Gateway;
using NewsHub.Trending;
using NewsHub.Wire;
using Xunit;

namespace NewsHub.Tests.House;

/// <summary>The house has floors, and everything in it has its place.</summary>
public sealed class HouseTests
{
    private static readonly Dictionary<string, int> Floors = new()
    {
        ["NewsHub.Wire"] = 0, ["NewsHub.Client"] = 0, ["NewsHub.Articles"] = 1, ["NewsHub.Trending"] = 1, ["NewsHub.Gateway"] = 2, ["NewsHub.Web"] = 2, ["NewsHub.Host"] = 3,
    };

    private static readonly string[] NotOurs = ["bin", "obj", "node_modules", "dist", "wwwroot", "data"];

    private static readonly Assembly[] Code =
        [typeof(WireSetup).Assembly, typeof(ArticlesSetup).Assembly, typeof(TrendingSetup).Assembly, typeof(GatewaySetup).Assembly, typeof(global::NewsHub.Web.WebSetup).Assembly];

    public static TheoryData<string> Projects { get; } =
        [.. Directory.EnumerateFiles(Repository.PathOf("src"), "*.csproj", SearchOption.AllDirectories).Select(file => Path.GetFileNameWithoutExtension(file)!).Order()];

    public static TheoryData<string> ProjectsWithGrains { get; } = [.. Grains.Select(grain => grain.Assembly.GetName().Name!).Distinct()];

    private static IEnumerable<Type> Grains =>
        Code.SelectMany(assembly => assembly.GetTypes()).Where(type => type is { IsClass: true, IsAbstract: false } && IsOurGrain(type));

    [Theory]
    [MemberData(nameof(Projects))]
    public void A_project_refers_only_to_lower_floors(string project)
    {
        var floor = FloorOf(project);
        var references = XDocument.Load(Repository.PathOf("src", project, $"{project}.csproj")).Descendants("ProjectReference")
            .Select(reference => Path.GetFileNameWithoutExtension(reference.Attribute("Include")!.Value.Replace('\\', '/')));

        Assert.All(references, other => Assert.True(FloorOf(other) < floor, $"{project} (floor {floor}) must not refer to {other} (floor {FloorOf(other)})."));
    }

    [Fact]
    public void The_map_names_every_folder()
    {
        var map = Repository.PathOf("src", "README.md");
        Assert.True(File.Exists(map), "src/README.md, the map of the house, is missing.");
        var text = File.ReadAllText(map);

        var unnamed = FoldersIn(Repository.PathOf("src")).Where(folder => !text.Contains($"`{Path.GetRelativePath(Repository.PathOf("src"), folder).Replace('\\', '/')}`", StringComparison.Ordinal))
            .Select(folder => Path.GetRelativePath(Repository.Root, folder).Replace('\\', '/')).ToArray();

        Assert.True(unnamed.Length == 0, $"src/README.md does not name {string.Join(", ", unnamed)}; give each a line.");
    }

    [Fact]
    public void Grains_are_internal_and_sealed()
    {
        Assert.NotEmpty(Grains);
        Assert.All(Grains, grain => Assert.True(grain is { IsSealed: true, IsVisible: false }, $"{grain} must be internal sealed."));
    }

    [Fact]
    public void Grains_and_the_rules_they_ask_know_nothing_of_the_web()
    {
        string[] theirs =
        [
            .. Grains.Select(grain => grain.FullName!),
            .. Code.SelectMany(assembly => assembly.GetTypes()).Where(type => type.IsInterface && IsOurGrain(type)).Select(type => type.FullName!),
            .. Code.SelectMany(assembly => assembly.GetTypes()).Where(IsRule).Select(type => type.FullName!),
        ];

        var failing = Types.InAssemblies(Code).That().HaveDependencyOn("Microsoft.AspNetCore").GetTypes().Select(type => type.FullName!).Intersect(theirs).ToArray();

        Assert.True(failing.Length == 0, $"{string.Join(", ", failing)} must not depend on ASP.NET Core.");
    }

    [Theory]
    [MemberData(nameof(ProjectsWithGrains))]
    public void A_project_with_grains_writes_down_their_contracts(string project)
    {
        var contracts = Repository.PathOf("src", project, "OrleansContracts.txt");
        Assert.True(File.Exists(contracts), $"src/{project}/OrleansContracts.txt is missing: create it empty and let dotnet format fill it.");
        var text = File.ReadAllText(contracts);

        Assert.All(
            Grains.Where(grain => grain.Assembly.GetName().Name == project),
            grain => Assert.True(text.Contains(grain.FullName!, StringComparison.Ordinal), $"{contracts} lacks {grain.FullName}; its head says how to bring it up to date."));
    }

    private static int FloorOf(string project) =>
        Floors.TryGetValue(project, out var floor) ? floor : throw new KeyNotFoundException($"{project} has no floor yet: give it one in {nameof(HouseTests)}.");

    private static IEnumerable<string> FoldersIn(string directory) => Directory.EnumerateDirectories(directory)
        .Where(folder => !NotOurs.Contains(Path.GetFileName(folder)) && Directory.EnumerateFileSystemEntries(folder).Any())
        .SelectMany(folder => FoldersIn(folder).Prepend(folder));

    private static bool IsOurGrain(Type type) => typeof(IGrain).IsAssignableFrom(type) && type.Namespace?.StartsWith("NewsHub", StringComparison.Ordinal) is true;

    // All of the wire, and of the other floors what decides: it is tested without a server.
    private static bool IsRule(Type type) =>
        type.Assembly == typeof(WireSetup).Assembly || type.Namespace is "NewsHub.Articles.Lifecycle"
        || (type.Assembly == typeof(TrendingSetup).Assembly && type.Name is "Counter" or "DecayingCounter" or "HyperLogLog" or "BatchLedger" or "RankingBoard");
}
