using System.Text;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using NewsHub.Web.Pages;

namespace NewsHub.Web.Caching;

/// <summary>Renders pages outside of a request, for all who ask for them.</summary>
internal sealed class PageRenderer(IServiceScopeFactory scopes, ILoggerFactory loggers)
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    /// <summary>Returns the page as HTML in UTF-8.</summary>
    public async Task<byte[]> Render(Page page, string origin)
    {
        await using var scope = scopes.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<PageOrigin>().Value = origin;
        await using var renderer = new HtmlRenderer(scope.ServiceProvider, loggers);
        return await renderer.Dispatcher.InvokeAsync(async () =>
        {
            var html = await renderer.RenderComponentAsync(page.Component, ParameterView.FromDictionary(new Dictionary<string, object?>(page.Parameters)));
            using var memory = new MemoryStream();
            await using (var writer = new StreamWriter(memory, Utf8)) html.WriteHtmlTo(writer);
            return memory.ToArray();
        });
    }
}
