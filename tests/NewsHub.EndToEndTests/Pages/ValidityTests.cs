using NewsHub.EndToEndTests.Browsing;
using Xunit;

namespace NewsHub.EndToEndTests.Pages;

/// <summary>The pages are valid HTML, checked by the Nu Html Checker.</summary>
[Collection(SharedPaper.Name)]
public sealed class ValidityTests(Paper paper)
{
    private const string Java = "/usr/bin/java";

    [SkippableFact]
    public async Task Checker_finds_no_error_on_any_kind_of_page()
    {
        Programs.Require(Java, "default-jre-headless");
        Chromium.Require();
        var (rich, killed) = (await PublishRich(), await paper.Post("/api/articles", new { headline = "To be killed", section = "sport", status = "published" }));
        await paper.Newsroom.Kill(killed);
        var (blog, struck) = await LiveBlogTests.WriteRich(paper.Newsroom);
        await using var empty = await HubProcess.StartFresh();
        using var directory = new TemporaryDirectory();
        foreach (var (hub, path) in ((HubProcess, string)[])[
            (empty, "/"), (empty, "/latest"), (paper.Hub, "/"), (paper.Hub, "/latest"), (paper.Hub, "/sections/world"), (paper.Hub, "/tags/validity"),
            (paper.Hub, $"/articles/{rich}"), (paper.Hub, $"/articles/{paper.LongRead}"), (paper.Hub, $"/articles/{killed}"),
            (paper.Hub, blog.Path), (paper.Hub, $"{blog.Path}/posts/{struck}"), (paper.Hub, $"{blog.Path}?order=oldest&key=true"), (paper.Hub, "/nowhere"),
            (paper.Hub, "/docs"), (paper.Hub, "/docs/api"), (paper.Hub, "/docs/live"), (paper.Hub, "/docs/configuration")])
            await Save(hub, path, directory.Path);

        var (code, output) = await Programs.Run(
            Java, ["-jar", Programs.PathOfPackage("vnu-jar", "build", "dist", "vnu.jar"), "--errors-only", .. Directory.EnumerateFiles(directory.Path).Order()]);

        await blog.Coverage("end");
        Assert.True(code == 0, output);
    }

    /// <summary>An article with everything that a body may have.</summary>
    private async Task<string> PublishRich()
    {
        var id = await paper.Post("/api/articles", new
        {
            headline = "The <ferry> & the “harbour”",
            summary = "What it says",
            section = "world",
            tags = new[] { "validity", "tall-ships" },
            byline = "Anna \"Quick\" Smith",
            dateline = "PARIS, 26 November",
            status = "published",
            source = new { name = "Harbour & Sons", url = "https://harbour.example/?a=1&b=2" },
            image = new { url = "https://pictures.example/1.svg", alt = "A \"ferry\"", credit = "A & B" },
            bodyFormat = "markdown",
            body = """
                # Title

                Hello **you**, [a link](https://a.example/?a=1&b=2) and `code`.

                ![A picture](https://pictures.example/2.svg)

                | left | right |
                | --- | ---: |
                | 1 | 2 |

                1. one
                2. two

                - [x] done
                - [ ] open

                > A quotation[^1]

                [^1]: A note.

                ```js
                const a = "<b>";
                ```
                """,
        });
        await paper.Post($"/api/articles/{id}/correct", new { note = "It was on <Tuesday> & not before." });
        return id;
    }

    private static async Task Save(HubProcess hub, string path, string directory)
    {
        using var http = new HttpClient { BaseAddress = hub.Address };
        using var answer = await http.GetAsync(path);
        await File.WriteAllTextAsync(Path.Combine(directory, $"{hub.Address.Port}{path.Replace('/', '-')}.html"), await answer.Content.ReadAsStringAsync());
    }
}
