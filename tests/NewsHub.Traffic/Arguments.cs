using System.Globalization;

namespace NewsHub.Traffic;

/// <summary>The command line: a command, then <c>--name value</c> pairs.</summary>
public sealed class Arguments
{
    private readonly Dictionary<string, string> _options = [];
    private readonly HashSet<string> _asked = [];

    private Arguments(string command) => Command = command;

    public string Command { get; }

    public static Arguments Parse(IReadOnlyList<string> args, string defaultCommand)
    {
        var named = args.Count > 0 && !args[0].StartsWith('-');
        var arguments = new Arguments(named ? args[0] : defaultCommand);
        for (var i = named ? 1 : 0; i < args.Count; i += 2)
        {
            if (!args[i].StartsWith("--", StringComparison.Ordinal)) throw new UsageException($"'{args[i]}' is not an option; options look like --readers 50.");
            if (i + 1 == args.Count) throw new UsageException($"{args[i]} needs a value.");
            arguments._options[args[i][2..]] = args[i + 1];
        }

        return arguments;
    }

    public string? Text(string name)
    {
        _asked.Add(name);
        return _options.GetValueOrDefault(name);
    }

    public int Number(string name, int byDefault, int atLeast = 0) =>
        Text(name) is not { } text ? byDefault
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= atLeast ? number
        : throw new UsageException($"--{name} is a number from {atLeast}, not '{text}'.");

    /// <summary>A fraction from 0 to 1; 0 when the option is absent.</summary>
    public double Share(string name) =>
        Text(name) is not { } text ? 0
        : double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var share) && share is >= 0 and <= 1 ? share
        : throw new UsageException($"--{name} is a fraction from 0 to 1 such as 0.05, not '{text}'.");

    /// <summary>A duration such as <c>500ms</c>, <c>60s</c>, <c>5m</c> or <c>1h</c>; a number without a unit is seconds.</summary>
    public TimeSpan? Time(string name) =>
        Text(name) is not { } text ? null
        : Duration.TryParse(text, out var time) ? time
        : throw new UsageException($"--{name} is a duration such as 60s, 5m or 1h, not '{text}'.");

    /// <summary>Throws if the command line has an option that the command did not read, so that a misspelt option is not ignored.</summary>
    public void RejectUnknown()
    {
        if (_options.Keys.FirstOrDefault(name => !_asked.Contains(name)) is { } unknown)
            throw new UsageException($"{Command} has no option --{unknown}; it has {string.Join(", ", _asked.Select(name => $"--{name}"))}.");
    }
}

/// <summary>The command line is invalid.</summary>
public sealed class UsageException(string message) : Exception(message);
