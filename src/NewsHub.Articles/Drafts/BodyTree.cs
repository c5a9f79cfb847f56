using AngleSharp;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;

namespace NewsHub.Articles.Drafts;

/// <summary>
/// Parses the HTML of a body into a tree of bounded depth and size, without a CSS engine. The length of the text bounds neither: the parser
/// reopens a formatting element that is not closed in order in every following paragraph, with all its attributes.
/// </summary>
internal sealed class BodyTree : IElementFactory<Document, HtmlElement>
{
    /// <summary>Maximum nesting depth. The sanitiser and the serialiser recurse over it, and each end tag searches all open elements.</summary>
    private const int MaxDepth = 200;

    /// <summary>Twice the maximum number of tags: the parser also inserts elements that HTML makes optional, such as tbody.</summary>
    private const int MaxElements = 2 * BodyText.MaxTags;

    /// <summary>Level of the deepest allowed element; html and body are levels 1 and 2.</summary>
    private const int MaxLevel = MaxDepth + 2;

    private static readonly IElementFactory<Document, HtmlElement> Elements =
        BrowsingContext.New(Configuration.Default).GetService<IElementFactory<Document, HtmlElement>>()!;

    private IElement? _last;
    private int _count;
    private int _attributes;

    private BodyTree() { }

    /// <exception cref="BodyTooLargeException">The tree exceeds a limit; the message names it.</exception>
    public static IHtmlDocument Parse(string html)
    {
        var tree = new BodyTree();
        var context = BrowsingContext.New(Configuration.Default.WithOnly<IElementFactory<Document, HtmlElement>>(tree));
        // One level more than allowed, so that the check below detects elements that are too deep.
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

    // A new element has no parent and no attributes yet, so the check runs on the previous one.
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

    private const string NotInOrder = "expands to too many elements, because elements are not closed in the reverse order of opening";
}

/// <summary>Stops the parser, which cannot be cancelled otherwise.</summary>
/// <param name="reason">Why the body is rejected.</param>
internal sealed class BodyTooLargeException(string reason) : Exception(reason);
