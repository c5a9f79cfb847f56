using System.Net;
using System.Net.Http.Headers;
using System.Text.RegularExpressions;
using NewsHub.EndToEndTests.Browsing;
using Xunit;

namespace NewsHub.EndToEndTests.Pages;

/// <summary>Pages are small on the wire.</summary>
[Collection(SharedPaper.Name)]
public sealed class WeightTests(Paper paper) : IDisposable
{
    private const int MaxFrontPage = 8 * 1024;
    private const int MaxScriptAndStyles = 26 * 1024;

    private readonly HttpClient _http = new(new SocketsHttpHandler { AutomaticDecompression = DecompressionMethods.None }) { BaseAddress = paper.Hub.Address };

    public void Dispose() => _http.Dispose();

    [SkippableTheory]
    [InlineData("br")]
    [InlineData("gzip")]
    public async Task Front_page_is_compressed(string encoding)
    {
        Chromium.Require();
        var (size, used) = await Get("/", encoding);
        Assert.Equal(encoding, used);
        Assert.InRange(size, 1, MaxFrontPage);
    }

    [SkippableFact]
    public async Task Script_and_styles_are_compressed_and_small()
    {
        Chromium.Require();
        var page = await _http.GetStringAsync("/");
        var sum = 0;
        foreach (Match asset in Regex.Matches(page, "\"(/assets/app[^\"]+)\""))
        {
            var (size, used) = await Get(asset.Groups[1].Value, "br");
            Assert.Equal("br", used);
            Assert.Equal("gzip", (await Get(asset.Groups[1].Value, "gzip")).Encoding);
            sum += size;
        }

        Assert.InRange(sum, 1, MaxScriptAndStyles);
    }

    [SkippableFact]
    public async Task Event_stream_is_never_compressed()
    {
        Chromium.Require();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/live/events?topics=news");
        request.Headers.AcceptEncoding.Add(new StringWithQualityHeaderValue("br"));
        using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        Assert.Empty(response.Content.Headers.ContentEncoding);
    }

    private async Task<(int Size, string? Encoding)> Get(string path, string encoding)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.AcceptEncoding.Add(new StringWithQualityHeaderValue(encoding));
        using var response = await _http.SendAsync(request);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return ((await response.Content.ReadAsByteArrayAsync()).Length, response.Content.Headers.ContentEncoding.SingleOrDefault());
    }
}
