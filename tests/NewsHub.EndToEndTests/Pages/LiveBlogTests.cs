using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using NewsHub.EndToEndTests.Browsing;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace NewsHub.EndToEndTests.Pages;

/// <summary>The page of a live blog: what comes, what stays in its place, what can be read without a script.</summary>
[Collection(SharedPaper.Name)]
public sealed class LiveBlogTests(Paper paper)
{
    private const string Sentence = "The ferry left the harbour at dawn with sixty passengers. ";

    // The greatest distance of the paragraph from its place in any frame, and the layout shifts.
    private const string RecordMoves = """
        () => { const line = [...document.querySelectorAll('[role=feed] .body > p')].find((p) => p.getBoundingClientRect().bottom > innerHeight * 0.4);
          const before = line.getBoundingClientRect().top; window.line = line; window.moved = 0; window.shift = 0; window.shifted = [];
          const watch = () => { window.moved = Math.max(window.moved, Math.abs(line.getBoundingClientRect().top - before)); requestAnimationFrame(watch); };
          requestAnimationFrame(watch);
          new PerformanceObserver((list) => { for (const entry of list.getEntries()) { window.shift += entry.value;
            for (const source of entry.sources) window.shifted.push(`${source.node?.nodeName}.${source.node?.className} ${source.previousRect.y} ${source.currentRect.y}`); } }).observe({ type: 'layout-shift', buffered: false }); }
        """;

    [SkippableTheory]
    [InlineData(false, 1280)]
    [InlineData(true, 1280)]
    [InlineData(true, 360)]
    public async Task Paragraph_being_read_stays_while_posts_above_it_are_edited_and_removed(bool hasNoAnchoring, int width)
    {
        Chromium.Require();
        var blog = await LiveBlogDesk.Start(paper.Newsroom, $"Two hundred posts at {width}, {hasNoAnchoring}");
        List<string> ids = [];
        for (var i = 0; i < 200; i++) ids.Add(await blog.Post($"Post {i}", string.Concat(Enumerable.Repeat(Sentence, (i % 4) + 2)), key: i % 20 == 0));
        ids.Reverse();
        var reader = await Reader.Open(paper.Browser, paper.Hub.Address, blog.Path, width);
        if (hasNoAnchoring) await reader.Page.EvaluateAsync("() => { for (const e of document.querySelectorAll('*')) e.style.overflowAnchor = 'none'; }");
        await reader.Page.EvaluateAsync("(id) => document.getElementById(`post-${id}`).scrollIntoView({ block: 'start', behavior: 'instant' })", ids[24]);
        await reader.Page.EvaluateAsync("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))");
        await reader.Page.EvaluateAsync(RecordMoves);

        var random = new Random(1);
        for (var i = 0; i < 40; i++)
        {
            await blog.Edit(ids[i % 12], new { body = $"Edit {i}. " + string.Concat(Enumerable.Repeat(Sentence, random.Next(1, 12))) });
            if (i % 4 == 3) await blog.Remove(ids[12 + (i / 4)]);
        }

        await blog.Edit(ids[29], new { title = "The last edit" });
        await Expect(reader.Page.Locator("[role=feed]")).ToContainTextAsync("The last edit");
        await Expect(reader.Page.Locator("[role=feed] > [data-gone]")).ToHaveCountAsync(0);

        Assert.Equal(20, await reader.Page.Locator("[role=feed] > [data-post]").CountAsync());
        Assert.InRange(await reader.Page.EvaluateAsync<double>("() => window.moved"), 0, 1);
        var shift = await reader.Page.EvaluateAsync<double>("() => window.shift");
        Assert.True(shift == 0, $"Layout shift {shift}: {string.Join('\n', await reader.Page.EvaluateAsync<string[]>("() => window.shifted.slice(0, 20)"))}");
        Assert.Empty(reader.ConsoleErrors);
        await blog.Coverage("end");
    }

    [SkippableFact]
    public async Task Posts_come_at_the_top_or_wait_behind_a_button_and_commands_change_them_in_place()
    {
        Chromium.Require();
        var blog = await LiveBlogDesk.Start(paper.Newsroom, "Everything that happens");
        for (var i = 0; i < 12; i++) await blog.Post($"Earlier {i}", string.Concat(Enumerable.Repeat(Sentence, 6)));
        var reader = await Reader.Open(paper.Browser, paper.Hub.Address, blog.Path);
        var titles = reader.Page.Locator("[role=feed] > [data-post] h3");
        var pill = reader.Page.Locator("live-blog [data-slot=pending]");

        var first = await blog.Post("Bridge closed", key: true);
        await Expect(titles.First).ToHaveTextAsync("Bridge closed");
        await Expect(reader.Page.Locator(".key-events a")).ToHaveTextAsync(["Bridge closed"]);
        await blog.Send(first, "correct", new { note = "It was the south bridge.", body = "The south bridge is closed." });
        await Expect(reader.Page.Locator($"#post-{first} .post-edited")).ToHaveTextAsync(new Regex(@"^Corrected .*It was the south bridge\.$"));

        await reader.Page.EvaluateAsync("() => scrollTo({ top: 1800, behavior: 'instant' })");
        foreach (var name in (string[])["One", "Two", "Three"]) await blog.Post(name);
        await Expect(pill).ToHaveTextAsync("3 new posts");
        await Expect(titles.First).ToHaveTextAsync("Bridge closed");
        await pill.ClickAsync();
        await Expect(pill).ToBeHiddenAsync();
        Assert.Equal(["Three", "Two", "One", "Bridge closed"], (await titles.AllTextContentsAsync()).Take(4));
        await Expect(reader.Page.Locator("[role=feed] > [data-post]").First).ToBeFocusedAsync();

        await blog.Coverage("pin", new { post = first });
        await Expect(reader.Page.Locator(".pinned")).ToContainTextAsync("The south bridge is closed.");
        await blog.Send(first, "strike", new { reason = "The bridge is open." });
        foreach (var place in (string[])[$"#post-{first}", ".pinned"])
        {
            await Expect(reader.Page.Locator($"{place} .post-struck")).ToContainTextAsync("Withdrawn: The bridge is open.");
            await Expect(reader.Page.Locator($"{place} del .body")).ToContainTextAsync("The south bridge is closed.");
        }

        await Expect(reader.Page.Locator(".key-events")).ToBeHiddenAsync();
        await blog.Remove(first);
        await Expect(reader.Main).Not.ToContainTextAsync("south bridge");
        await blog.Coverage("end");
        await Expect(reader.Page.Locator(".blog-state")).ToHaveTextAsync(new Regex(@"^Ended \d\d:\d\d$"));
        await paper.Newsroom.Kill(blog.Article);
        await Expect(reader.Page.Locator("[role=feed]")).ToHaveCountAsync(0);
        await Expect(reader.Main.Locator("h1")).ToHaveTextAsync("This article has been withdrawn");
        Assert.Empty(reader.ConsoleErrors);
    }

    [SkippableFact]
    public async Task Blog_with_the_oldest_post_first_leads_to_the_new_ones()
    {
        Chromium.Require();
        var blog = await LiveBlogDesk.Start(paper.Newsroom, "In the order of events", order: "oldest");
        for (var i = 1; i <= 31; i++) await blog.Post($"Event {i}");
        var reader = await Reader.Open(paper.Browser, paper.Hub.Address, blog.Path);
        var titles = reader.Page.Locator("[role=feed] > [data-post] h3");
        await Expect(titles.First).ToHaveTextAsync("Event 1");
        Assert.Equal("Event 31", (await Describe(blog)).GetProperty("liveBlogUpdate")[0].GetProperty("headline").GetString());

        await blog.Post("Event 32");
        var pill = reader.Page.Locator("live-blog [data-slot=pending]");
        await Expect(pill).ToHaveTextAsync("1 new post");
        await pill.ClickAsync();
        await Expect(titles.First).ToHaveTextAsync("Event 32");
        await blog.Post("Event 33");
        await Expect(titles.First).ToHaveTextAsync("Event 33");
        await reader.Page.GetByRole(AriaRole.Link, new() { Name = "Oldest posts" }).ClickAsync();
        await Expect(titles.First).ToHaveTextAsync("Event 1");
        await blog.Coverage("end");
    }

    [SkippableFact]
    public async Task Nothing_comes_while_the_reader_has_paused_but_what_is_removed_leaves()
    {
        Chromium.Require();
        var blog = await LiveBlogDesk.Start(paper.Newsroom, "A pause");
        var (kept, removed) = (await blog.Post("Stays"), await blog.Post("Leaves"));
        var reader = await Reader.Open(paper.Browser, paper.Hub.Address, blog.Path);
        await reader.ConnectionDot.Locator("button").ClickAsync();
        await reader.WaitForState("Paused");
        await blog.Post("Comes later");
        await blog.Remove(removed);
        await Expect(reader.Main).Not.ToContainTextAsync("Leaves");
        await Expect(reader.Main).Not.ToContainTextAsync("Comes later");
        await reader.ConnectionDot.Locator("button").ClickAsync();
        await Expect(reader.Page.Locator("[role=feed] h3").First).ToHaveTextAsync("Comes later");
        await Expect(reader.Page.Locator($"#post-{kept}")).ToBeVisibleAsync();
        await blog.Coverage("end");
    }

    [SkippableFact]
    public async Task Keys_move_through_the_feed_and_out_of_it()
    {
        Chromium.Require();
        var blog = await LiveBlogDesk.Start(paper.Newsroom, "By keyboard");
        for (var i = 0; i < 5; i++) await blog.Post($"Key press {i}");
        var reader = await Reader.Open(paper.Browser, paper.Hub.Address, blog.Path);
        var posts = reader.Page.Locator("[role=feed] > [data-post]");
        await posts.First.FocusAsync();
        foreach (var (key, place) in ((string, int)[])[("PageDown", 1), ("PageDown", 2), ("PageUp", 1)])
        {
            await reader.Page.Keyboard.PressAsync(key);
            await Expect(posts.Nth(place)).ToBeFocusedAsync();
        }

        await blog.Post("Comes while the feed has the focus");
        await Expect(reader.Page.Locator("live-blog [data-slot=pending]")).ToHaveTextAsync("1 new post");
        await Expect(posts.Nth(1)).ToBeFocusedAsync();
        await reader.Page.Keyboard.PressAsync("Control+Home");
        Assert.False(await reader.Page.EvaluateAsync<bool>("() => document.querySelector('[role=feed]').contains(document.activeElement)"));
        await posts.First.FocusAsync();
        await reader.Page.Keyboard.PressAsync("Control+End");
        Assert.True(await reader.Page.EvaluateAsync<bool>("() => { const feed = document.querySelector('[role=feed]'); return (feed.compareDocumentPosition(document.activeElement) & Node.DOCUMENT_POSITION_FOLLOWING) > 0 && !feed.contains(document.activeElement); }"));
        await blog.Coverage("end");
    }

    [SkippableFact]
    public async Task Everything_can_be_read_without_a_script()
    {
        Chromium.Require();
        var blog = await LiveBlogDesk.Start(paper.Newsroom, "Without a script");
        List<string> ids = [];
        for (var i = 0; i < 70; i++) ids.Add(await blog.Post($"Plain {i}", key: i % 10 == 0));
        await blog.Send(ids[69], "strike", new { reason = "It was not so." });
        await blog.Send(ids[68], "correct", new { note = "It was later.", body = "Corrected text." });
        await blog.Coverage("pin", new { post = ids[1] });
        var (reader, status) = await Reader.OpenWithoutScript(paper.Browser, paper.Hub.Address, blog.Path);
        Assert.Equal(200, status);
        var titles = reader.Page.Locator("[role=feed] > [data-post] h3");
        Assert.Equal(Enumerable.Range(40, 30).Reverse().Select(i => $"Plain {i}"), await titles.AllTextContentsAsync());
        await Expect(reader.Page.Locator(".pinned h3")).ToHaveTextAsync("Plain 1");
        await Expect(reader.Page.Locator(".blog-state")).ToHaveTextAsync("Live");
        await Expect(reader.Page.Locator($"#post-{ids[69]} .post-struck")).ToContainTextAsync("Withdrawn: It was not so.");
        await Expect(reader.Page.Locator($"#post-{ids[68]} .post-edited")).ToContainTextAsync("It was later.");
        await Expect(reader.Page.Locator(".key-events a")).ToHaveTextAsync([.. Enumerable.Range(0, 7).Reverse().Select(i => $"Plain {i * 10}")]);
        Assert.Contains("<noscript><meta http-equiv=\"refresh\" content=\"60\"></noscript>", await reader.Page.ContentAsync(), StringComparison.Ordinal);

        await reader.Page.Locator(".pages [rel=next]").ClickAsync();
        Assert.Matches(@"\?before=\d+$", reader.Page.Url);
        Assert.Equal(Enumerable.Range(10, 30).Reverse().Select(i => $"Plain {i}"), await titles.AllTextContentsAsync());
        await Expect(reader.Page.Locator("link[rel=canonical]")).ToHaveAttributeAsync("href", new Regex(@"\?before=\d+$"));
        await reader.Page.Locator(".pages [rel=next]").ClickAsync();
        Assert.Equal(10, await titles.CountAsync());
        await reader.Page.Locator(".pages [rel=prev]").ClickAsync();
        Assert.Equal("Plain 39", await titles.First.TextContentAsync());

        await reader.Page.Locator(".blog-order a", new() { HasText = "Oldest first" }).ClickAsync();
        Assert.Equal(Enumerable.Range(0, 30).Select(i => $"Plain {i}"), await titles.AllTextContentsAsync());
        await reader.Page.Locator(".blog-order a", new() { HasText = "Key events only" }).ClickAsync();
        Assert.Equal(Enumerable.Range(0, 7).Reverse().Select(i => $"Plain {i * 10}"), await titles.AllTextContentsAsync());

        await reader.Page.Locator(".key-events a", new() { HasText = "Plain 30" }).ClickAsync();
        Assert.EndsWith($"/articles/{blog.Article}/posts/{ids[30]}#post-{ids[30]}", reader.Page.Url, StringComparison.Ordinal);
        await Expect(reader.Page.Locator($"#post-{ids[30]}[data-marked]")).ToBeInViewportAsync();
        await Expect(reader.Page.Locator("link[rel=canonical]")).ToHaveAttributeAsync("href", new Regex("/without-a-script$"));

        await blog.Remove(ids[30]);
        Assert.Equal(410, (await reader.Page.GotoAsync(new Uri(paper.Hub.Address, $"{blog.Path}/posts/{ids[30]}").ToString()))!.Status);
        await Expect(reader.Main.Locator("h1")).ToHaveTextAsync("This post has been removed");
        Assert.Equal(404, (await reader.Page.GotoAsync(new Uri(paper.Hub.Address, $"{blog.Path}/posts/never").ToString()))!.Status);
        await blog.Coverage("end");
        await reader.Page.GotoAsync(new Uri(paper.Hub.Address, blog.Path).ToString());
        await Expect(reader.Page.Locator(".blog-state")).ToHaveTextAsync(new Regex(@"^Ended \d\d:\d\d UTC$|^Ended \d\d:\d\d$"));
        Assert.DoesNotContain("http-equiv=\"refresh\"", await reader.Page.ContentAsync(), StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task Permalink_scrolls_to_its_post_and_marks_it()
    {
        Chromium.Require();
        var blog = await LiveBlogDesk.Start(paper.Newsroom, "A link to a post");
        List<string> ids = [];
        for (var i = 0; i < 60; i++) ids.Add(await blog.Post($"Linked {i}", string.Concat(Enumerable.Repeat(Sentence, 5))));
        var reader = await Reader.Open(paper.Browser, paper.Hub.Address, $"{blog.Path}/posts/{ids[25]}");
        await Expect(reader.Page.Locator($"#post-{ids[25]}[data-marked]")).ToBeInViewportAsync();
        await blog.Edit(ids[24], new { body = "Edited below." });
        await blog.Post("New elsewhere");
        await Expect(reader.Main).ToContainTextAsync("Edited below.");
        await Expect(reader.Page.Locator("live-blog [data-slot=pending]")).ToHaveTextAsync("1 new post");
        await Expect(reader.Page.Locator($"#post-{ids[25]}")).ToBeInViewportAsync();
        await reader.Page.Locator("live-blog [data-slot=pending]").ClickAsync();
        await Expect(reader.Page.Locator("[role=feed] h3").First).ToHaveTextAsync("New elsewhere");
        await blog.Coverage("end");
    }

    [SkippableFact]
    public async Task Front_page_lists_what_is_live_with_its_newest_key_event()
    {
        Chromium.Require();
        var blog = await LiveBlogDesk.Start(paper.Newsroom, "Live on the front page");
        await blog.Post("The first key event", key: true);
        var reader = await Reader.Open(paper.Browser, paper.Hub.Address, "/");
        var row = reader.Page.Locator($"live-now [data-article=\"{blog.Article}\"]");
        await Expect(row).ToContainTextAsync("The first key event");
        await blog.Post("No key event");
        var second = await blog.Post("The second key event", key: true);
        await Expect(row).ToContainTextAsync("The second key event");
        await blog.Remove(second);
        await Expect(row).Not.ToContainTextAsync("The second key event");
        await blog.Coverage("end");
        await Expect(reader.Page.Locator("front-page [data-slot=changed]")).ToBeVisibleAsync();
        await reader.Page.ReloadAsync();
        await Expect(row).ToHaveCountAsync(0);
        Assert.DoesNotContain(reader.ConsoleErrors, error => !error.Contains("ERR_NAME_NOT_RESOLVED", StringComparison.Ordinal)); // pictures of no site
    }

    [SkippableFact]
    public async Task Axe_finds_no_violation_on_the_pages_of_a_live_blog()
    {
        Chromium.Require();
        var blog = await WriteRich(paper.Newsroom);
        foreach (var (path, scheme, width) in ((string, ColorScheme, int)[])[
            (blog.Blog.Path, ColorScheme.Light, 1280), (blog.Blog.Path, ColorScheme.Dark, 360), ($"{blog.Blog.Path}/posts/{blog.Struck}", ColorScheme.Light, 360), ("/", ColorScheme.Light, 360), ("/", ColorScheme.Dark, 1280)])
        {
            var page = await paper.Browser.NewPage(hasScript: true, width, 740);
            await page.EmulateMediaAsync(new() { ColorScheme = scheme });
            await page.GotoAsync(new Uri(paper.Hub.Address, path).ToString());
            await Expect(page.Locator("connection-dot")).ToContainTextAsync("Live");
            await Axe.AssertNoViolations(page, $"{path} {scheme}");
            Assert.Equal(width, await page.EvaluateAsync<int>("() => document.documentElement.scrollWidth"));
            await page.Context.CloseAsync();
        }

        await blog.Blog.Coverage("end");
    }

    [SkippableFact]
    public async Task Search_engines_get_a_live_blog_posting_with_its_posts()
    {
        Chromium.Require();
        var (blog, struck) = await WriteRich(paper.Newsroom);
        var first = await Describe(blog);
        string[] known =
        [
            "@type", "@id", "mainEntityOfPage", "url", "headline", "datePublished", "dateModified", "author", "publisher", "isAccessibleForFree", "description", "inLanguage",
            "dateline", "articleSection", "keywords", "image", "correction", "coverageStartTime", "coverageEndTime", "liveBlogUpdate", "articleBody",
        ];
        Assert.Equal("LiveBlogPosting", first.GetProperty("@type").GetString());
        Assert.All(first.EnumerateObject(), property => Assert.Contains(property.Name, known));
        Assert.False(first.TryGetProperty("coverageEndTime", out _));
        var updates = first.GetProperty("liveBlogUpdate").EnumerateArray().ToArray();
        Assert.Equal(3, updates.Length); // the struck post is not among them
        Assert.All(updates, update =>
        {
            Assert.Equal("BlogPosting", update.GetProperty("@type").GetString());
            Assert.All(update.EnumerateObject(), property => Assert.Contains(property.Name, known));
            Assert.Matches(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+00:00$", update.GetProperty("datePublished").GetString());
            Assert.DoesNotContain(struck, update.GetProperty("url").GetString(), StringComparison.Ordinal);
        });
        Assert.Equal(["One Two A quotation", "Trains stop at noon."], updates.Reverse().Take(2).Select(update => update.GetProperty("articleBody").GetString()));

        await blog.Coverage("end");
        await blog.Coverage("reopen");
        await blog.Coverage("end");
        var last = await Describe(blog);
        Assert.Equal(first.GetProperty("coverageStartTime").GetString(), last.GetProperty("coverageStartTime").GetString());
        Assert.Matches(@"^\d{4}-\d\d-\d\dT", last.GetProperty("coverageEndTime").GetString());
    }

    private async Task<JsonElement> Describe(LiveBlogDesk blog)
    {
        var html = await paper.Newsroom.Http.GetStringAsync(blog.Path);
        var json = Regex.Match(html, "<script type=\"application/ld\\+json\">(.*?)</script>", RegexOptions.Singleline).Groups[1].Value;
        return JsonDocument.Parse(json).RootElement.GetProperty("@graph")[0];
    }

    /// <summary>Writes a live blog with everything that a post may have.</summary>
    internal static async Task<(LiveBlogDesk Blog, string Struck)> WriteRich(Newsroom newsroom)
    {
        var blog = await LiveBlogDesk.Start(newsroom, "Storm <&> “harbour”");
        var pinned = await blog.Post(new { title = "What we know so far", body = "- One\n- Two\n\n> A quotation", bodyFormat = "markdown", status = "published" });
        var struck = await blog.Post(new
        {
            title = "Bridge <closed> & open",
            label = "Analysis",
            key = true,
            status = "published",
            bodyFormat = "markdown",
            body = "The **bridge** is closed, [they say](https://a.example/?a=1&b=2).\n\n| a | b |\n| --- | --- |\n| 1 | 2 |",
            authors = new[] { new { name = "Ada \"Quick\" Quill", role = "in Westray" } },
            image = new { url = "https://pictures.example/3.svg", alt = "A drawing of hills by the sea", credit = "A & B", width = Drawing.Width, height = Drawing.Height },
            source = new { name = "Harbour & Sons", url = "https://harbour.example/?a=1&b=2" },
        });
        await blog.Send(struck, "strike", new { reason = "The <bridge> is open." });
        var corrected = await blog.Post("Trains stop", key: true);
        await blog.Send(corrected, "correct", new { note = "It was <Tuesday> & not before.", body = "Trains stop at noon." });
        await blog.Post(new { body = new string('W', 90), status = "published", key = true });
        await blog.Coverage("pin", new { post = pinned });
        return (blog, struck);
    }
}
