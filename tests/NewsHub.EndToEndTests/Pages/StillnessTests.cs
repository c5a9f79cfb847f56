using NewsHub.EndToEndTests.Browsing;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace NewsHub.EndToEndTests.Pages;

/// <summary>Nothing that a reader sees or points at moves because of news.</summary>
[Collection(SharedPaper.Name)]
public sealed class StillnessTests(Paper paper)
{
    private const int Updates = 20;
    private const double MaxLayoutShift = 0.1;

    private static readonly (int Width, int Height)[] Windows = [(1280, 800), (768, 1024), (360, 740)];
    private static readonly int[] Tops = [0, 100, 300];

    private const string RecordShifts = """
        () => { window.shift = 0; window.moved = [];
          new PerformanceObserver((list) => { for (const entry of list.getEntries()) { window.shift += entry.value;
            for (const source of entry.sources) window.moved.push(`${source.node?.nodeName}.${source.node?.className} ${source.previousRect.y} ${source.currentRect.y}`); } })
            .observe({ type: 'layout-shift', buffered: false }); }
        """;

    [SkippableTheory]
    [InlineData("/")]
    [InlineData("/latest")]
    [InlineData("/sections/world")]
    public async Task Twenty_updates_move_nothing_at_any_width_and_scroll_position(string path)
    {
        Chromium.Require();
        List<(Reader Reader, string View)> readers = [];
        foreach (var (width, height) in Windows)
            foreach (var top in Tops)
            {
                var reader = await Reader.Open(paper.Browser, paper.Hub.Address, path, width, height);
                await reader.Page.EvaluateAsync("(top) => scrollTo({ top, behavior: 'instant' })", top);
                await reader.Page.EvaluateAsync(RecordShifts);
                readers.Add((reader, $"{path} at {top} of width {width}"));
            }

        await MakeNews($"Update for {path}");
        foreach (var (reader, view) in readers)
        {
            await Expect(reader.Page.Locator("body")).ToContainTextAsync(path == "/" ? $"Update for {path} {Updates - 1}" : "new article");
            await reader.Page.EvaluateAsync("() => new Promise((done) => requestAnimationFrame(() => setTimeout(done, 500)))");
            var shift = await reader.Page.EvaluateAsync<double>("() => window.shift");
            var moved = await reader.Page.EvaluateAsync<string[]>("() => window.moved");
            Assert.True(shift <= MaxLayoutShift, $"{view}: layout shift {shift:0.000}\n{string.Join('\n', moved.Take(20))}");
            await reader.Page.Context.CloseAsync();
        }
    }

    [SkippableFact]
    public async Task Link_under_the_mouse_and_link_with_the_focus_stay_while_news_comes()
    {
        Chromium.Require();
        var pointing = await Reader.Open(paper.Browser, paper.Hub.Address, "/");
        var focusing = await Reader.Open(paper.Browser, paper.Hub.Address, "/");
        await pointing.LatestHeadlines.Nth(2).HoverAsync();
        await focusing.LatestHeadlines.Nth(2).FocusAsync();
        const string Pointed = "() => [...document.querySelectorAll(':hover')].at(-1)?.closest('a')?.href + ' ' + [...document.querySelectorAll(':hover')].at(-1)?.closest('a')?.textContent";
        const string Focused = "() => document.activeElement.href + ' ' + document.activeElement.getBoundingClientRect().top";
        var (pointed, focused) = (await pointing.Page.EvaluateAsync<string>(Pointed), await focusing.Page.EvaluateAsync<string>(Focused));

        var other = await Reader.Open(paper.Browser, paper.Hub.Address, "/");
        for (var i = 0; i < 5; i++) await paper.Newsroom.Publish($"Press of the crowd {i}");
        await Expect(other.LatestHeadlines.First).ToHaveTextAsync("Press of the crowd 4");

        Assert.Equal(pointed, await pointing.Page.EvaluateAsync<string>(Pointed));
        Assert.Equal(focused, await focusing.Page.EvaluateAsync<string>(Focused));
        await pointing.Page.Mouse.MoveAsync(2, 2);
        await Expect(pointing.LatestHeadlines.First).ToHaveTextAsync("Press of the crowd 4");
        await focusing.Page.EvaluateAsync("() => document.activeElement.blur()");
        await Expect(focusing.LatestHeadlines.First).ToHaveTextAsync("Press of the crowd 4");
    }

    [SkippableFact]
    public async Task Ranking_that_reorders_keeps_the_focus()
    {
        Chromium.Require();
        var (first, second) = (await paper.Newsroom.Publish("Lantern festival opens", "opinion"), await paper.Newsroom.Publish("Lantern makers protest", "opinion"));
        foreach (var name in (string[])["a", "b"]) await paper.Newsroom.Read(first.Id, name);
        await paper.Newsroom.Read(second.Id, "a");
        var reader = await Reader.Open(paper.Browser, paper.Hub.Address, "/sections/opinion");
        await Expect(reader.Rising).ToHaveTextAsync(["Lantern festival opens", "Lantern makers protest"]);
        await reader.Rising.Nth(1).FocusAsync();
        foreach (var name in (string[])["b", "c", "d"]) await paper.Newsroom.Read(second.Id, name);
        await Expect(reader.Rising).ToHaveTextAsync(["Lantern makers protest", "Lantern festival opens"]);
        await Expect(reader.Rising.First).ToBeFocusedAsync();
    }

    [SkippableTheory]
    [InlineData(0, false)]
    [InlineData(700, false)]
    [InlineData(700, true)]
    public async Task Correction_changes_one_paragraph_and_the_line_being_read_stays(int top, bool hasNoAnchoring)
    {
        Chromium.Require();
        var id = await paper.Post("/api/articles", new { headline = "Nine maps found", section = "culture", body = Paper.LongBody("wrong"), status = "published", language = "en" });
        var reader = await Reader.Open(paper.Browser, paper.Hub.Address, $"/articles/{id}");
        if (hasNoAnchoring) await reader.Page.EvaluateAsync("() => { document.documentElement.style.overflowAnchor = 'none'; }");
        await reader.Page.EvaluateAsync("(top) => scrollTo({ top, behavior: 'instant' })", top);
        // The line being read is the paragraph at two fifths of the window; another has the selection, and the button below the focus.
        await reader.Page.EvaluateAsync("""
            () => { const paragraphs = [...document.querySelectorAll('.body p')];
              window.paragraphs = paragraphs;
              window.line = paragraphs.find((p) => p.getBoundingClientRect().bottom > innerHeight * 0.4);
              window.before = window.line.getBoundingClientRect().top;
              getSelection().setBaseAndExtent(paragraphs[1].firstChild, 3, paragraphs[1].firstChild, 40);
              document.querySelector('reaction-button button').focus({ preventScroll: true }); }
            """);
        var selected = await reader.Page.EvaluateAsync<string>("() => getSelection().toString()");

        await paper.Post($"/api/articles/{id}/correct", new { note = "The fifth paragraph had the wrong word. This note is long enough to take two lines of its own above the text.", body = Paper.LongBody("right") });
        await Expect(reader.Main).ToContainTextAsync("with the right word");
        await Expect(reader.Page.Locator(".corrections")).ToContainTextAsync("had the wrong word");

        Assert.InRange(Math.Abs(await reader.Page.EvaluateAsync<double>("() => window.line.getBoundingClientRect().top - window.before")), 0, 1);
        Assert.True(await reader.Page.EvaluateAsync<bool>("() => [...document.querySelectorAll('.body p')].every((p, place) => p === window.paragraphs[place])"));
        Assert.Equal(selected, await reader.Page.EvaluateAsync<string>("() => getSelection().toString()"));
        await Expect(reader.VeryGood).ToBeFocusedAsync();
    }

    /// <summary>New articles, a new alert, a correction, a kill, and reads that reorder the rankings.</summary>
    private async Task MakeNews(string name)
    {
        List<string> ids = [];
        for (var i = 0; i < Updates; i++)
        {
            ids.Add((await paper.Newsroom.Publish($"{name} {i}")).Id);
            await paper.Newsroom.Read(ids[i / 2], $"reader-{i}");
            if (i == 5) await paper.Newsroom.Correct(ids[0], $"{name}, corrected with a headline that is so much longer than the first one that it needs another line or two", "It was wrong.");
            if (i == 8) await paper.Newsroom.Kill(ids[1]);
            if (i == 10) await paper.Newsroom.Correct(paper.Ids[^1], "The first headline is now very much longer than it was before the correction, and takes many more lines than before", "Longer.");
            if (i == 12) await paper.Newsroom.Withhold(paper.Ids[^2]);
            if (i == 13) await paper.Newsroom.Republish(paper.Ids[^2], "Published again");
        }
    }
}
