using System.Text.Json;

namespace NewsHub.Trending.Fairness;

/// <summary>Why a read or a reaction does not count for rank; in JSON and in storage by its name in camelCase.</summary>
public enum ExclusionReason
{
    /// <summary>The reader has counted of late.</summary>
    Repeat,

    /// <summary>Too many readers of one address prefix.</summary>
    Prefixes,

    /// <summary>Too many readers with one browser.</summary>
    Agents,

    /// <summary>Too many newcomers for the readers that are known.</summary>
    Newcomers,

    /// <summary>Too many reactions for the readers.</summary>
    Reactions,

    /// <summary>A reaction of somebody who has not read the article.</summary>
    Unread,

    /// <summary>The browser says itself that it is a program.</summary>
    Bot,

    /// <summary>A time that has not come yet; the counter's own was taken.</summary>
    Future,
}

public static class ExclusionReasonNames
{
    /// <summary>The rule as it is written: its name in camelCase.</summary>
    public static string Name(this ExclusionReason rule) => JsonNamingPolicy.CamelCase.ConvertName(rule.ToString());
}
