using Xunit;

namespace NewsHub.Tests.House;

/// <summary>
/// Hubs of adjacent versions run side by side, so grain interfaces may only grow. Released files under <c>tests/wire/grains</c> are never edited;
/// new methods go into a new file.
/// </summary>
public sealed class GrainContractsTests
{
    private const string Rule =
        "A hub of an earlier version calls it. Methods keep their alias and return type; arguments are only added at the end, "
        + "with a default that keeps the earlier meaning. For any other change add a method.";

    private static readonly Lazy<IReadOnlyDictionary<string, Method>> Current = new(() =>
        Directory.EnumerateFiles(Repository.PathOf("src"), "OrleansContracts.txt", SearchOption.AllDirectories)
            .SelectMany(file => MethodsIn(file)).ToDictionary(method => method.Name));

    public static TheoryData<string> ContractNames { get; } = [.. Contracts.Keys.Order()];

    private static IReadOnlyDictionary<string, Method> Contracts =>
        Directory.EnumerateFiles(Repository.PathOf("tests", "wire", "grains"), "contracts-*.txt").SelectMany(file => MethodsIn(file)).ToDictionary(method => method.Name);

    [Theory]
    [MemberData(nameof(ContractNames))]
    public void Current_grain_methods_are_compatible_with_the_contract_files(string name)
    {
        var contract = Contracts[name];
        Assert.True(Current.Value.TryGetValue(name, out var current), $"{name} was removed. {Rule}");
        Assert.True(IsCompatible(contract, current!), $"{name} changed from {contract.Text} to {current!.Text}. {Rule}");
    }

    [Fact]
    public void Every_grain_method_is_in_a_contract_file() => Assert.All(
        Current.Value.Keys, name => Assert.True(Contracts.ContainsKey(name), $"Add {name} to a contract file in tests/wire/grains: the next version must support it."));

    [Theory]
    [InlineData("React(ulong) -> Task", "React(ulong, string) -> Task", true)]
    [InlineData("React(ulong) -> Task", "React() -> Task", false)]
    [InlineData("React(ulong) -> Task", "React(long) -> Task", false)]
    [InlineData("React(ulong) -> Task", "React(ulong) -> Task<bool>", false)]
    [InlineData("React() -> Task", "React(ulong) -> Task", true)]
    [InlineData("Read(ulong) -> Task", "React(ulong) -> Task", true)]
    public void Only_appended_arguments_and_renames_are_compatible(string contract, string current, bool isCompatible) =>
        Assert.Equal(isCompatible, IsCompatible(Method.Parse("grain", $"react: {contract}"), Method.Parse("grain", $"react: {current}")));

    private static bool IsCompatible(Method contract, Method current) =>
        current.ReturnType == contract.ReturnType && current.Arguments.Count >= contract.Arguments.Count
        && contract.Arguments.SequenceEqual(current.Arguments.Take(contract.Arguments.Count));

    private static IEnumerable<Method> MethodsIn(string file)
    {
        var grain = "";
        foreach (var line in File.ReadLines(file))
        {
            if (line.StartsWith("interface ", StringComparison.Ordinal)) grain = line.Split('"')[1];
            if (line.StartsWith("  ", StringComparison.Ordinal)) yield return Method.Parse(grain, line.Trim());
        }
    }

    /// <param name="Name">The aliases of the grain interface and the method.</param>
    private sealed record Method(string Name, IReadOnlyList<string> Arguments, string ReturnType, string Text)
    {
        // alias: Name(type, type) -> return type
        public static Method Parse(string grain, string line)
        {
            var (alias, open, close) = (line.IndexOf(':', StringComparison.Ordinal), line.IndexOf('(', StringComparison.Ordinal), line.LastIndexOf(") -> ", StringComparison.Ordinal));
            return new Method(
                $"{grain}.{line[..alias]}", line[(open + 1)..close].Split(", ", StringSplitOptions.RemoveEmptyEntries), line[(close + 5)..], line[(alias + 2)..]);
        }
    }
}
