namespace NewsHub.Trending.Fairness;

/// <summary>Classifies User-Agent headers.</summary>
internal static class Agent
{
    /// <summary>Substrings by which bots and other programs identify themselves.</summary>
    private static readonly string[] Words =
        ["bot", "crawl", "spider", "slurp", "curl/", "wget/", "python-", "headless", "facebookexternalhit", "http-client", "scrapy", "monitor"];

    /// <summary>A make of phones whose name contains "bot".</summary>
    private const string NoBot = "cubot";

    public static bool IsBot(string agent) =>
        Words.Any(word => agent.Contains(word, StringComparison.OrdinalIgnoreCase)) && !agent.Contains(NoBot, StringComparison.OrdinalIgnoreCase);
}
