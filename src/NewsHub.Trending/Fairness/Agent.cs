namespace NewsHub.Trending.Fairness;

/// <summary>What a User-Agent header says of itself.</summary>
internal static class Agent
{
    /// <summary>Words by which programs say that they are programs.</summary>
    private static readonly string[] Words =
        ["bot", "crawl", "spider", "slurp", "curl/", "wget/", "python-", "headless", "facebookexternalhit", "http-client", "scrapy", "monitor"];

    /// <summary>Phones of that make.</summary>
    private const string NoBot = "cubot";

    public static bool IsBot(string agent) =>
        Words.Any(word => agent.Contains(word, StringComparison.OrdinalIgnoreCase)) && !agent.Contains(NoBot, StringComparison.OrdinalIgnoreCase);
}
