using AngleSharp;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;

namespace NewsHub.Articles.Drafts;

/// <summary>
/// Parses the HTML of a body into a tree of bounded depth and size, without a CSS engine. The text bounds neither: an element that is not closed
/// in order is opened again in every paragraph that follows, with all its attributes.
/// </summary>
internal sealed class BodyTree : IElementFactory<Document, HtmlElement>
{
    /// <summary>Elements inside one another. The sanitiser and the writer walk them recursively; each end tag searches all that are open.</summary>
    private const int MaxDepth = 200;

    /// <summary>Twice the tags of the largest body: the parser also adds elements that HTML lets authors leave out, such as tbody.</summary>
    private const int MaxElements = 2 * BodyText.MaxTags;

    /// <summary>Level of the deepest allowed element: html and body are levels 1 and 2.</summary>
    private const int MaxLevel = MaxDepth + 2;

    private static readonly IElementFactory<Document, HtmlElement> Elements =
        BrowsingContext.New(Configuration.Default).GetService<IElementFactory<Document, HtmlElement>>()!;

    private IElement? _last;
    private int _count;
    private int _attributes;

    private BodyTree() { }

    /// <exception cref="BodyTooLargeException">The tree exceeds a bound; the message says which.</exception>
    public static IHtmlDocument Parse(string html)
    {
        var tree = new BodyTree();
        var context = BrowsingContext.New(Configuration.Default.WithOnly<IElementFactory<Document, HtmlElement>>(tree));
        // One level more than allowed, so that the check below sees what is too deep.
        var parser = new HtmlParser(new HtmlParserOptions { IsScripting = true, MaximumDepth = MaxLevel + 1 }, context);
        var document = parser.ParseDocument($"<!doctype html><html><body>{html}");
        tree.CheckLast();
        return document;
    }

    HtmlElement IElementFactory<Document, HtmlElement>.Create(Document document, string localName, string? prefix, NodeFlags flags)
    {
        CheckLast();
        if (++_count > MaxElements) throw new BodyTooLargeException(NotInOrder);
        var element = Elements.Create(document, localName, prefix, flags);
        _last = element;
        return element;
    }

    // A new element has neither its place nor its attributes yet, the one before it has both.
    private void CheckLast()
    {
        if (_last is null) return;
        if (LevelOf(_last) > MaxLevel) throw new BodyTooLargeException($"nests more than {MaxDepth} elements");
        foreach (var attribute in _last.Attributes) _attributes += attribute.Name.Length + attribute.Value.Length;
        if (_attributes > BodyText.MaxAttributes) throw new BodyTooLargeException(NotInOrder);
    }

    private static int LevelOf(IElement element)
    {
        var level = 1;
        for (var parent = element.ParentElement; parent is not null; parent = parent.ParentElement) level++;
        return level;
    }

    private const string NotInOrder = "grows too large, because elements are not closed in the order in which they are opened";
}

/// <summary>Stops the parser, which has no other way to end early.</summary>
/// <param name="reason">Why the body is refused.</param>
internal sealed class BodyTooLargeException(string reason) : Exception(reason);
