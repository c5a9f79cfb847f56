using Markdig;
using Markdig.Extensions.Tables;
using Markdig.Renderers.Html;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace NewsHub.Web.Reference;

/// <summary>A page of the reference, written in Markdown in <c>src/docs</c> or beside a client, embedded in this assembly and rendered once.</summary>
public sealed class ReferenceDocument
{
    private static readonly MarkdownPipeline Pipeline = new MarkdownPipelineBuilder().UsePipeTables().UseAutoIdentifiers().Build();

    internal static readonly ReferenceDocument[] All =
    [
        new("", "README.md"),
        new("api", "api.md"),
        new("live", "live.md"),
        new("live-blogs", "live-blogs.md"),
        new("embed", "embed.md"),
        new("feeds", "feeds.md"),
        new("configuration", "configuration.md"),
        new("javascript", "../newshub-client/README.md"),
        new("dotnet", "../NewsHub.Client/README.md"),
    ];

    private readonly Lazy<(string Title, string Html)> _page;

    private ReferenceDocument(string name, string file)
    {
        (Name, File) = (name, file);
        _page = new(() => Render(MarkdownOf(file)));
    }

    /// <summary>The last part of the page's address; empty for the index.</summary>
    public string Name { get; }

    public string Url => Name is "" ? "/docs" : $"/docs/{Name}";

    /// <summary>The document's first heading.</summary>
    public string Title => _page.Value.Title;

    public string Html => _page.Value.Html;

    /// <summary>The file's path relative to <c>src/docs</c>, which is how the documents link to each other.</summary>
    private string File { get; }

    private static (string Title, string Html) Render(string markdown)
    {
        var document = Markdown.Parse(markdown, Pipeline);
        foreach (var link in document.Descendants<LinkInline>())
            if (Array.Find(All, other => other.File == link.Url) is { } target) link.Url = target.Url;
        foreach (var wide in document.Descendants<Block>().Where(block => block is Table or CodeBlock)) wide.GetAttributes().AddProperty("tabindex", "0"); // it scrolls
        var heading = document.Descendants<HeadingBlock>().First().Inline!;
        return (string.Concat(heading.Descendants<LiteralInline>()), document.ToHtml(Pipeline));
    }

    private static string MarkdownOf(string file)
    {
        using var resource = typeof(ReferenceDocument).Assembly.GetManifestResourceStream($"docs/{file}")
            ?? throw new InvalidOperationException($"{file} is not embedded in NewsHub.Web.");
        using var reader = new StreamReader(resource);
        return reader.ReadToEnd();
    }
}
