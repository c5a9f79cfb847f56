namespace NewsHub.Web.Caching;

/// <summary>Scheme and host under which the page that is being rendered was requested, such as <c>https://news.example</c>. A scoped service.</summary>
internal sealed class PageOrigin
{
    public string Value { get; set; } = "";
}
