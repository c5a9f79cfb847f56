using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using Xunit;

namespace NewsHub.Tests.Api;

/// <summary>What becomes of the texts that newsrooms send: bodies, and plain text.</summary>
[Collection(SharedHub.Name)]
[Trait("Category", "Slow")]
public sealed class TextTests(HubProcess hub)
{
    [Theory]
    [InlineData("<div>", 200, "</div>")]
    [InlineData("<p>a", 1_000, "")]
    [InlineData("<p><b>a", 10, "")]
    [InlineData("<b>a</i>", 100, "")]
    public async Task A_body_can_have_200_nested_elements_and_unclosed_elements(string open, int times, string close) =>
        Assert.Equal(times, Count(open[..open.IndexOf('>', StringComparison.Ordinal)], await BodyOf(string.Concat(Enumerable.Repeat(open, times).Concat(Enumerable.Repeat(close, times))))));

    [Theory]
    [InlineData("<p>a</p>", "<p style=\"width:calc(1px + (2px))\">a</p>")]
    [InlineData("<p>a</p>", "<p class=big data-a=b id=c>a<!-- b --></p>")]
    [InlineData("<p>a</p>", "<font color=red><p>a</p></font>")]
    [InlineData("<a>a</a>", "<a href=ftp://harbour.example>a</a>")]
    [InlineData("<a href=\"/b\" title=\"c\">a</a>", "<a href=/b title=c target=_blank>a</a>")]
    [InlineData("<h2>Titel</h2><div>Berlin</div>", "<h1>Titel</h1><address>Berlin</address>")]
    [InlineData("<div lang=\"de\"><div>a</div><div>b</div></div>", "<article class=x lang=de><header>a</header><footer>b</footer></article>")]
    [InlineData("<p id=\"fn-97b4f0ee:1\">a</p><p>b</p>", "<p id=fn:1>a</p><p id=news>b</p>")]
    public async Task Markup_that_is_not_allowed_is_removed_from_the_body(string expected, string body) => Assert.Equal(expected, await BodyOf(body));

    [Theory]
    [InlineData("<h2>Ferry</h2>\n<h3>Times</h3>\n", "# Ferry\n### Times")]
    [InlineData("<p>3~5 or 7~9, 2^8 or 2^16, C++17 or C++20, a==b==c, <del>old</del></p>\n", "3~5 or 7~9, 2^8 or 2^16, C++17 or C++20, a==b==c, ~~old~~")]
    public async Task Markdown_keeps_headings_and_text(string expected, string body) => Assert.Equal(expected, await BodyOf(body, "markdown"));

    [Theory]
    [InlineData("CHRYSLER <C> SEES SALES UP")]
    [InlineData("TORONTO-DOMINION <TD> AND SHELL <RDSa.AS> <.FTSE>")]
    [InlineData("I <3 the ferry, 5 < 6 > 4, x<y and 7>5")]
    public async Task A_headline_may_contain_angle_brackets(string headline)
    {
        var id = await hub.Create(new { headline, section = "world", status = "published" });

        Assert.Equal(headline, (await hub.Get($"/api/articles/{id}")).Expect(200).Json.GetProperty("headline").GetString());
        Assert.Contains(WebUtility.HtmlEncode(headline), (await hub.GetPage(id)).Expect(200).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Lengths_are_counted_in_code_points_without_white_space_at_the_ends()
    {
        var ships = string.Concat(Enumerable.Repeat("\U0001F6A2", 300));

        await hub.Create(new { headline = $"{new string(' ', 50)}{ships}\n\n", section = "world" });
        var refused = (await hub.Send("POST", "/api/articles", JsonSerializer.Serialize(new { headline = $"{ships}a", section = "world" }), hub.Harbour)).ExpectProblem(400);
        Assert.Contains("301 characters", refused.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Footnotes_link_to_their_references_by_ids_that_no_other_body_has()
    {
        var (one, other) = (await BodyOf("Ferry[^1].\n\n[^1]: At last.", "markdown"), await BodyOf("Bridge[^1].\n\n[^1]: At last.", "markdown"));

        var note = Regex.Match(one, "href=\"#(fn-[0-9a-f]{8}:1)\"").Groups[1].Value;
        Assert.Contains($"id=\"{note}\"", one, StringComparison.Ordinal);
        Assert.Contains($"href=\"#{note.Replace("fn", "fnref", StringComparison.Ordinal)}\"", one, StringComparison.Ordinal);
        Assert.Contains($"id=\"{note.Replace("fn", "fnref", StringComparison.Ordinal)}\"", one, StringComparison.Ordinal);
        Assert.DoesNotContain(note, other, StringComparison.Ordinal);
        var copied = await BodyOf(one);
        Assert.DoesNotContain(note, copied, StringComparison.Ordinal);
        Assert.Equal(4, Regex.Count(copied, "\"#?fn(ref)?-[0-9a-f]{8}:1\""));
    }

    [Theory]
    [InlineData("<p><font color=red>Ferry</font></p>", "body: <font> was removed; its text stays")]
    [InlineData("<video src=\"https://ferry.example/a.mp4\"></video>", "body: <video> was removed; its text stays")]
    [InlineData("<p class=\"lead\">Ferry</p>", "body: the attribute class was removed")]
    [InlineData("<p style=\"color:red\">Ferry</p>", "body: the attribute style was removed")]
    [InlineData("<p id=\"top\">Ferry</p>", "body: the attribute id was removed")]
    [InlineData("<p><a href=\"ftp://ferry.example\">Ferry</a></p>", "body: href of <a> was removed; an address begins with http:, https: or mailto:, or belongs to this site")]
    [InlineData("<p>Ferry<!-- check --></p>", "body: a comment was removed")]
    [InlineData("Ferry <blink>now</blink>", "body: <blink> was removed; its text stays", "markdown")]
    public async Task The_receipt_says_what_was_removed_from_the_body(string body, string warning, string format = "html") =>
        Assert.Equal([warning], await WarningsOf(body, format));

    [Theory]
    [InlineData("<h1>Ferry</h1><p>It <em>sails</em>.</p>", "html")]
    [InlineData("Ferry[^1] `a`\n\n| a | b |\n|--:|---|\n| 1 | 2 |\n\n[^1]: At last.", "markdown")]
    [InlineData("5 < 6 <font>", "text")]
    public async Task The_receipt_has_no_warnings_when_nothing_was_removed(string body, string format) => Assert.Empty(await WarningsOf(body, format));

    [Fact]
    public async Task The_warnings_of_a_receipt_are_bounded()
    {
        var warnings = await WarningsOf(string.Concat(Enumerable.Range(0, 500).Select(n => $"<x{n}{new string('y', 100)}></x{n}{new string('y', 100)}>")), "html");

        Assert.Equal(20, warnings.Length);
        Assert.All(warnings, warning => Assert.InRange(warning.Length, 1, 150));
    }

    [Fact]
    public async Task A_repeated_command_has_the_same_warnings()
    {
        var key = ("Idempotency-Key", Guid.NewGuid().ToString());
        var first = (await hub.Send("POST", "/api/articles", Article(), hub.Harbour, headers: key)).Expect(201);

        Assert.Contains("warnings", first.Text, StringComparison.Ordinal);
        Assert.Equal(first.Text, (await hub.Send("POST", "/api/articles", Article(), hub.Harbour, headers: key)).Expect(201).Text);

        static object Article() => new { headline = "Ferry", body = "<font>Ferry</font>", bodyFormat = "html" };
    }

    private async Task<string[]> WarningsOf(string body, string format)
    {
        var receipt = (await hub.Send("POST", "/api/articles", new { headline = "Ferry", body, bodyFormat = format }, hub.Harbour)).Expect(201).Json;
        return receipt.TryGetProperty("warnings", out var warnings) ? [.. warnings.EnumerateArray().Select(warning => warning.GetString()!)] : [];
    }

    private async Task<string> BodyOf(string body, string format = "html")
    {
        var id = await hub.Create(new { headline = "Ferry", section = "world", body, bodyFormat = format, status = "published" });
        return (await hub.Get($"/api/articles/{id}")).Expect(200).Json.GetProperty("bodyHtml").GetString()!;
    }

    private static int Count(string part, string text) => text.Split(part).Length - 1;
}
