using System.Globalization;
using System.Net;
using System.Text;

namespace NewsHub.Traffic.Newsroom.Pictures;

/// <summary>Serves the newsroom's pictures at localhost, where pages of a hub on the same machine may load them.</summary>
internal sealed class PictureServer : IAsyncDisposable
{
    private readonly HttpListener _listener = new();
    private Task _serving = Task.CompletedTask;

    private PictureServer(Uri address)
    {
        Address = address;
        _listener.Prefixes.Add(address.ToString());
    }

    /// <summary>Where pictures are served.</summary>
    public Uri Address { get; }

    /// <summary>Starts to serve.</summary>
    /// <param name="port">The same at each run, so that articles of an earlier run have their pictures again.</param>
    /// <returns>Null if another program uses the port: the stories have no pictures then.</returns>
    public static PictureServer? TryStart(int port)
    {
        var server = new PictureServer(new Uri(string.Create(CultureInfo.InvariantCulture, $"http://localhost:{port}/")));
        try
        {
            server._listener.Start();
        }
        catch (HttpListenerException)
        {
            return null;
        }

        server._serving = server.Serve();
        return server;
    }

    public async ValueTask DisposeAsync()
    {
        _listener.Close();
        await _serving;
    }

    private async Task Serve()
    {
        while (_listener.IsListening)
        {
            HttpListenerContext request;
            try
            {
                request = await _listener.GetContextAsync();
            }
            catch (Exception) when (!_listener.IsListening)
            {
                return;
            }

            await Answer(request);
        }
    }

    private static async Task Answer(HttpListenerContext request)
    {
        using var response = request.Response;
        if (Picture.At(request.Request.Url!.AbsolutePath) is not { } picture)
        {
            response.StatusCode = (int)HttpStatusCode.NotFound;
            return;
        }

        var bytes = Encoding.UTF8.GetBytes(picture.ToSvg());
        (response.ContentType, response.ContentLength64) = ("image/svg+xml", bytes.Length);
        response.Headers[HttpResponseHeader.CacheControl] = "public, max-age=86400";
        try
        {
            await response.OutputStream.WriteAsync(bytes);
        }
        catch (HttpListenerException)
        {
            // The browser has closed the connection.
        }
    }
}
