using System.Text.RegularExpressions;
using Xunit;

namespace NewsHub.Tests.House;

public sealed partial class LogTests
{
    [Fact]
    public void Every_log_message_has_an_event_id_of_its_own()
    {
        var ids = Directory.EnumerateFiles(Repository.PathOf("src"), "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.Contains("/obj/", StringComparison.Ordinal))
            .SelectMany(file => EventId().Matches(File.ReadAllText(file))).Select(match => match.Groups[1].Value).ToArray();

        Assert.True(ids.Length > 50, "The expression finds too few messages.");
        Assert.Empty(ids.GroupBy(id => id).Where(group => group.Count() > 1).Select(group => group.Key));
    }

    [GeneratedRegex(@"\[LoggerMessage\((\d+)")]
    private static partial Regex EventId();
}
