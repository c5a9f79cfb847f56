using System.Net;
using System.Text;

namespace NewsHub.EndToEndTests;

/// <summary>An HTTP server on another origin that serves one page.</summary>
internal sealed class StaticSite : IAsyncDisposable
{
    private readonly HttpListener _listener = new();
    private readonly Task _serving;

    private readonly string? _policy;

    /// <param name="policy">The page's Content-Security-Policy; null for none.</param>
    public StaticSite(string page, string? policy = null)
    {
        _policy = policy;
        Address = new Uri($"http://127.0.0.1:{FreePorts.Take(1)[0]}/");
        _listener.Prefixes.Add(Address.ToString());
        _listener.Start();
        _serving = Serve(Encoding.UTF8.GetBytes(page));
    }

    public Uri Address { get; }

    public async ValueTask DisposeAsync()
    {
        _listener.Stop();
        await _serving;
        _listener.Close();
    }

    private async Task Serve(byte[] page)
    {
        while (_listener.IsListening)
        {
            try
            {
                var request = await _listener.GetContextAsync();
                var isPage = request.Request.Url!.AbsolutePath == "/";
                request.Response.StatusCode = isPage ? 200 : 404;
                if (_policy is not null) request.Response.Headers["Content-Security-Policy"] = _policy;
                request.Response.ContentType = "text/html; charset=utf-8";
                request.Response.Close(isPage ? page : [], willBlock: false);
            }
            catch (Exception end) when (end is HttpListenerException or ObjectDisposedException && !_listener.IsListening)
            {
                return;
            }
        }
    }
}
