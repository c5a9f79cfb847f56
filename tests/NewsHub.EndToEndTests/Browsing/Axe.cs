using Microsoft.Playwright;
using Xunit;

namespace NewsHub.EndToEndTests.Browsing;

/// <summary>The accessibility rules of axe-core: WCAG 2.2 A and AA, and what it calls best practice.</summary>
public static class Axe
{
    private const string Run = """
        async () => (await axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'], resultTypes: ['violations'] }))
          .violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => `${node.html.slice(0, 200)} ${node.failureSummary}`).slice(0, 3).join(' ')}`)
        """;

    /// <summary>Fails with the violated rules and their elements.</summary>
    public static async Task AssertNoViolations(IPage page, string name)
    {
        await page.EvaluateAsync(await File.ReadAllTextAsync(Repository.PathOf("src/node_modules/axe-core/axe.min.js")));
        var violations = await page.EvaluateAsync<string[]>(Run);
        Assert.True(violations.Length == 0, $"{name}: {string.Join('\n', violations)}");
    }
}
