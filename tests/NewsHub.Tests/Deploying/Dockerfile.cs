using System.Text.RegularExpressions;

namespace NewsHub.Tests.Deploying;

/// <summary>The stages and instructions of the Dockerfile.</summary>
internal sealed partial class Dockerfile
{
    public required IReadOnlyList<Stage> Stages { get; init; }

    public Stage Last => Stages[^1];

    public static Dockerfile Load()
    {
        var stages = new List<Stage>();
        foreach (Match line in Lines().Matches(DeployFiles.Read("Dockerfile")))
        {
            var (instruction, rest) = (line.Groups[1].Value, line.Groups[2].Value.Replace("\\\n", " ", StringComparison.Ordinal).Trim());
            if (instruction == "FROM") stages.Add(new Stage(rest.Split(" AS ") is [_, var name] ? name : null, rest.Split(' ')[0], []));
            else stages[^1].Instructions.Add((instruction, rest));
        }

        return new Dockerfile { Stages = stages };
    }

    [GeneratedRegex(@"^([A-Z]+) ((?:.*\\\n)*.*)$", RegexOptions.Multiline)]
    private static partial Regex Lines();

    public sealed record Stage(string? Name, string Image, List<(string Name, string Text)> Instructions)
    {
        public IEnumerable<string> Instruction(string name) => Instructions.Where(instruction => instruction.Name == name).Select(instruction => instruction.Text);
    }
}
