using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace NewsHub.Traffic.Newsroom.Pictures;

/// <summary>Serves the newsroom's pictures at localhost, where pages of a hub on the same machine may load them.</summary>
internal sealed class PictureServer : IAsyncDisposable
{
    private readonly WebApplication _server;

    private PictureServer(WebApplication server, Uri address) => (_server, Address) = (server, address);

    /// <summary>Where pictures are served.</summary>
    public Uri Address { get; }

    /// <summary>Starts to serve.</summary>
    /// <param name="port">The same at each run, so that articles of an earlier run have their pictures again.</param>
    /// <returns>Null if another program uses the port: the stories have no pictures then.</returns>
    public static async Task<PictureServer?> TryStart(int port)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, port));
        var server = builder.Build();
        server.Run(Answer);
        try
        {
            await server.StartAsync();
        }
        catch (IOException)
        {
            await server.DisposeAsync();
            return null;
        }

        return new PictureServer(server, new UriBuilder(Uri.UriSchemeHttp, "localhost", port).Uri);
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private static Task Answer(HttpContext http)
    {
        if (Picture.At(http.Request.Path) is not { } picture)
        {
            http.Response.StatusCode = StatusCodes.Status404NotFound;
            return Task.CompletedTask;
        }

        http.Response.ContentType = "image/svg+xml";
        http.Response.Headers.CacheControl = "public, max-age=86400";
        return http.Response.WriteAsync(picture.ToSvg(), http.RequestAborted);
    }
}
