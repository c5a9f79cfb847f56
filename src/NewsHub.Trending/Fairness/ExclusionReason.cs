using System.Text.Json;

namespace NewsHub.Trending.Fairness;

/// <summary>Why a read or a reaction does not count for rank. Written to JSON and storage as its name in camelCase.</summary>
public enum ExclusionReason
{
    /// <summary>The reader has been counted recently.</summary>
    Repeat,

    /// <summary>Too many readers from one address prefix.</summary>
    Prefixes,

    /// <summary>Too many readers with one browser.</summary>
    Agents,

    /// <summary>Too many newcomers relative to known readers.</summary>
    Newcomers,

    /// <summary>Too many reactions relative to readers. Not reported at present: the limit is applied without counting the excess.</summary>
    Reactions,

    /// <summary>The reader who reacted has not read the article.</summary>
    Unread,

    /// <summary>The User-Agent identifies itself as a bot.</summary>
    Bot,

    /// <summary>The batch has a time in the future; the counter's time is used instead.</summary>
    Future,

    /// <summary>Too many reactions from one address or network; they are not stored. Only in metrics.</summary>
    Origin,
}

internal static class ExclusionReasonNames
{
    /// <summary>The name in camelCase, as in JSON, storage and metric tags.</summary>
    public static string Name(this ExclusionReason reason) => JsonNamingPolicy.CamelCase.ConvertName(reason.ToString());
}
