using Xunit;

namespace NewsHub.Tests.House;

/// <summary>
/// Hubs of this version and of the next run side by side, so grains only ever learn more. What is listed here is never edited; a file of what
/// is new is added beside it.
/// </summary>
public sealed class GrainContractsTests
{
    private const string Rule =
        "A hub of an earlier version calls it. Methods and their aliases stay, with the answer they have; arguments are only added at the end, "
        + "each with a default that means what was meant before. For anything else add a method.";

    private static readonly Lazy<IReadOnlyDictionary<string, Method>> Today = new(() =>
        Directory.EnumerateFiles(Repository.PathOf("src"), "OrleansContracts.txt", SearchOption.AllDirectories)
            .SelectMany(file => MethodsIn(file)).ToDictionary(method => method.Name));

    public static TheoryData<string> Promised { get; } = [.. Promises.Keys.Order()];

    private static IReadOnlyDictionary<string, Method> Promises =>
        Directory.EnumerateFiles(Repository.PathOf("tests", "wire", "grains"), "contracts-*.txt").SelectMany(file => MethodsIn(file)).ToDictionary(method => method.Name);

    [Theory]
    [MemberData(nameof(Promised))]
    public void What_a_grain_has_promised_it_keeps(string name)
    {
        var promised = Promises[name];
        Assert.True(Today.Value.TryGetValue(name, out var now), $"{name} is gone. {Rule}");
        Assert.True(Keeps(promised, now!), $"{name} was {promised.Text} and is {now!.Text}. {Rule}");
    }

    [Fact]
    public void What_is_new_is_promised_too() => Assert.All(
        Today.Value.Keys, name => Assert.True(Promises.ContainsKey(name), $"Add {name} to a file of tests/wire/grains: the next version must know what this one calls."));

    [Theory]
    [InlineData("React(ulong) -> Task", "React(ulong, string) -> Task", true)]
    [InlineData("React(ulong) -> Task", "React() -> Task", false)]
    [InlineData("React(ulong) -> Task", "React(long) -> Task", false)]
    [InlineData("React(ulong) -> Task", "React(ulong) -> Task<bool>", false)]
    [InlineData("React() -> Task", "React(ulong) -> Task", true)]
    [InlineData("Read(ulong) -> Task", "React(ulong) -> Task", true)]
    public void Only_added_arguments_and_other_names_keep_a_promise(string promised, string now, bool keeps) =>
        Assert.Equal(keeps, Keeps(Method.Parse("grain", $"react: {promised}"), Method.Parse("grain", $"react: {now}")));

    private static bool Keeps(Method promised, Method now) =>
        now.Answer == promised.Answer && now.Arguments.Count >= promised.Arguments.Count && promised.Arguments.SequenceEqual(now.Arguments.Take(promised.Arguments.Count));

    private static IEnumerable<Method> MethodsIn(string file)
    {
        var grain = "";
        foreach (var line in File.ReadLines(file))
        {
            if (line.StartsWith("interface ", StringComparison.Ordinal)) grain = line.Split('"')[1];
            if (line.StartsWith("  ", StringComparison.Ordinal)) yield return Method.Parse(grain, line.Trim());
        }
    }

    /// <param name="Name">The grain's and the method's name between hubs.</param>
    private sealed record Method(string Name, IReadOnlyList<string> Arguments, string Answer, string Text)
    {
        // alias: Name(type, type) -> answer
        public static Method Parse(string grain, string line)
        {
            var (alias, open, close) = (line.IndexOf(':', StringComparison.Ordinal), line.IndexOf('(', StringComparison.Ordinal), line.LastIndexOf(") -> ", StringComparison.Ordinal));
            return new Method(
                $"{grain}.{line[..alias]}", line[(open + 1)..close].Split(", ", StringSplitOptions.RemoveEmptyEntries), line[(close + 5)..], line[(alias + 2)..]);
        }
    }
}
