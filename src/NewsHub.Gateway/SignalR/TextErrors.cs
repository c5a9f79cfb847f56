using System.IO.Pipelines;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using NewsHub.Http;

namespace NewsHub.Gateway.SignalR;

/// <summary>Holds back the plain text with which SignalR's endpoints refuse a request, and sends it as a <see cref="Problem"/>.</summary>
/// <param name="text">Takes the text: one line.</param>
internal sealed class TextErrors(IHttpResponseBodyFeature inner, HttpResponse response, MemoryStream text) : IHttpResponseBodyFeature
{
    private PipeWriter? _writer;

    public Stream Stream => IsError ? text : inner.Stream;

    public PipeWriter Writer => IsError ? _writer ??= PipeWriter.Create(text) : inner.Writer;

    private bool IsError => response is { HasStarted: false, StatusCode: >= StatusCodes.Status400BadRequest };

    public static async Task Run(HttpContext http, RequestDelegate next)
    {
        var inner = http.Features.GetRequiredFeature<IHttpResponseBodyFeature>();
        using var text = new MemoryStream();
        var errors = new TextErrors(inner, http.Response, text);
        http.Features.Set<IHttpResponseBodyFeature>(errors);
        try
        {
            await next(http);
        }
        finally
        {
            http.Features.Set(inner);
        }

        if (!errors.IsError) return;
        if (errors._writer is { } writer) await writer.FlushAsync();
        var problem = text.Length > 0 ? Problem.Of(http.Response.StatusCode, Encoding.UTF8.GetString(text.ToArray())) : StatusProblems.Of(http);
        await problem.ExecuteAsync(http);
    }

    public void DisableBuffering() => inner.DisableBuffering();

    public Task StartAsync(CancellationToken cancellationToken = default) => IsError ? Task.CompletedTask : inner.StartAsync(cancellationToken);

    public Task SendFileAsync(string path, long offset, long? count, CancellationToken cancellationToken = default) =>
        inner.SendFileAsync(path, offset, count, cancellationToken);

    public Task CompleteAsync() => IsError ? Task.CompletedTask : inner.CompleteAsync();
}
