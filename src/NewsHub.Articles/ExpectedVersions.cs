using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;
using NewsHub.Articles.Lifecycle;
using NewsHub.Http;

namespace NewsHub.Articles;

/// <summary>The versions that <c>If-Match</c> names. An article's strong tag is its version: <c>"3"</c>.</summary>
internal sealed class ExpectedVersions
{
    /// <summary>Attempts when the article changes between the read and the command, to another version that is named.</summary>
    private const int MaxAttempts = 3;

    /// <summary>No article has this version, so that a command which expects it is refused after all other checks.</summary>
    private const int None = 0;

    private readonly int[] _versions;

    private ExpectedVersions(IEnumerable<int> versions) => _versions = [.. versions.Distinct().DefaultIfEmpty(None)];

    /// <summary>Reads <c>If-Match</c>; false if it is malformed.</summary>
    /// <param name="expected">Null if the header is absent or <c>*</c>.</param>
    public static bool TryRead(HttpRequest request, out ExpectedVersions? expected)
    {
        expected = null;
        if (!Preconditions.TryReadIfMatch(request, out var tags)) return false;
        if (tags is not null) expected = new ExpectedVersions(tags.Select(VersionOf).OfType<int>());
        return true;
    }

    public static EntityTagHeaderValue TagOf(int version) => new(string.Create(CultureInfo.InvariantCulture, $"\"{version}\""));

    /// <summary>
    /// Executes a command with the one of the versions that the article has. The grain compares again, so that the choice need not be atomic.
    /// </summary>
    public async Task<DeskResult> Execute(Func<Task<int?>> currentVersion, Func<int, Task<DeskResult>> execute)
    {
        for (var attempt = 1; ; attempt++)
        {
            var named = _versions.Length > 1 && await currentVersion() is { } current && _versions.Contains(current) ? current : (int?)null;
            var result = await execute(named ?? _versions[0]);
            if (named is null || attempt == MaxAttempts || result is not DeskResult.Decided { Outcome: CommandOutcome.Refused { Reason: RejectionReason.Stale } }) return result;
        }
    }

    // A weak tag never matches: a proxy may have changed what it stands for.
    private static int? VersionOf(EntityTagHeaderValue tag) =>
        !tag.IsWeak && int.TryParse(tag.Tag.AsSpan(1, tag.Tag.Length - 2), NumberStyles.None, CultureInfo.InvariantCulture, out var version) ? version : null;
}
