using System.Text;
using Xunit;

namespace NewsHub.Tests.Api;

/// <summary>Rules of HTTP that hold on every route. Each test walks all routes that the hub describes, so that it covers new ones.</summary>
[Collection(SharedHub.Name)]
[Trait("Category", "Slow")]
public sealed class HttpRulesTests(HubProcess hub) : IAsyncLifetime
{
    private static readonly string[] Methods = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"];

    // These differ between two requests, or only exist with a body.
    private static readonly string[] Changing = ["Date", "Transfer-Encoding", "Content-Length", "Set-Cookie"];

    private string _article = "";

    public async Task InitializeAsync()
    {
        _article = await hub.Create("""{"headline":"Ferry returns","section":"world","status":"published","tags":["boats"],"coverage":{"state":"live"}}""");
        (await hub.Send("PUT", $"/api/articles/{_article}/posts/first-boat", """{"body":"In sight.","status":"published"}""", hub.Harbour, headers: ("If-None-Match", "*"))).Expect(201);
    }

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task A_method_that_a_path_does_not_have_returns_405_with_Allow()
    {
        foreach (var route in await ApiRoute.All(hub, _article))
            foreach (var method in Methods.Except(route.Allowed))
                ExpectNotAllowed(method, route.Path, route.Allowed, await hub.Send(method, route.Path, key: hub.Admin));
        foreach (var method in new[] { "HEAD", "PUT", "PATCH" })
            ExpectNotAllowed(method, "/live", ["GET", "POST", "DELETE"], await hub.Send(method, "/live"));
        foreach (var method in Methods.Except(["POST"]))
            ExpectNotAllowed(method, "/live/negotiate", ["POST"], await hub.Send(method, "/live/negotiate"));
    }

    [Theory]
    [InlineData("/api")]
    [InlineData("/api/nothing")]
    [InlineData("/api/articles/a/nothing")]
    [InlineData("/live/nothing")]
    [InlineData("/health/nothing")]
    [InlineData("/openapi/nothing")]
    [InlineData("/metrics/nothing")]
    public async Task A_path_that_does_not_exist_returns_404_with_every_method(string path)
    {
        foreach (var method in Methods)
        {
            var response = await hub.Send(method, path, method is "GET" or "HEAD" ? null : "{}", hub.Admin);
            if (method == "HEAD") Assert.Equal((404, "", "application/problem+json"), (response.Status, response.Text, response.ContentType));
            else response.ExpectProblem(404);
        }
    }

    [Fact]
    public async Task HEAD_returns_the_status_and_headers_of_GET_and_no_body()
    {
        foreach (var route in (await ApiRoute.All(hub, _article)).Where(route => route.Methods.Contains("GET")))
            foreach (var key in new[] { hub.Admin, null })
            {
                var (get, head) = (await Headers("GET", route.Path, key), await hub.Send("HEAD", route.Path, key: key));
                Assert.Equal($"{route.Path}: {get}", $"{route.Path}: {Describe(head.Status, head.Headers.Select(header => (header.Key, header.Value)))}");
                Assert.Empty(head.Text);
            }
    }

    [Fact]
    public async Task An_unknown_query_parameter_of_an_API_returns_400_by_name_and_pages_ignore_it()
    {
        await hub.ExpectNoChange(async () =>
        {
            foreach (var route in await ApiRoute.Described(hub, _article))
                foreach (var method in route.Methods)
                    (await hub.Send(method, $"{route.Path}?sectoin=world", route.WithBody.Contains(method) ? "{}" : null, hub.Admin)).ExpectProblem(400, "sectoin");
        });
        Assert.Equal("*", (await hub.Get("/live/events?sectoin=world")).Header("Access-Control-Allow-Origin"));
        (await hub.Send("POST", "/live/negotiate?negotiateVersion=1&sectoin=world")).ExpectProblem(400, "sectoin");
        (await hub.Send("POST", $"/live/negotiate?negotiateVersion=1&access_token={hub.Harbour}")).Expect(200);
        foreach (var path in new[] { "/", "/sections/world", "/tags/boats", "/docs/api", "/assets/app.js" }) (await hub.Get($"{path}?utm_source=a&limit=many")).Expect(200);
        Assert.EndsWith("?utm_source=a", (await hub.Get($"/articles/{_article}/another-slug?utm_source=a")).Expect(308).Header("Location"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_query_parameter_that_is_not_a_number_returns_400_by_name()
    {
        foreach (var route in await ApiRoute.Described(hub, _article))
            foreach (var name in route.Query.Intersect(["limit", "wait", "version"]))
                foreach (var value in new[] { "many", "1.5", "", "99999999999999999999" })
                    (await hub.Get($"{route.Path}?{name}={value}")).ExpectProblem(400, name);
    }

    [Fact]
    public async Task An_unknown_section_returns_400_by_name()
    {
        var routes = await ApiRoute.Described(hub, _article);
        Assert.Contains(routes, route => route.Query.Contains("section"));
        foreach (var route in routes)
        {
            if (route.Query.Contains("section")) (await hub.Get($"{route.Path}?section=atlantis")).ExpectProblem(400, "section");
            if (route.Query.Contains("topics")) (await hub.Get($"{route.Path}?topics=section/atlantis")).ExpectProblem(400, "topics");
        }
    }

    [Fact]
    public async Task If_None_Match_compares_weakly_and_If_Match_strongly()
    {
        var withTag = 0;
        foreach (var route in (await ApiRoute.All(hub, _article)).Where(route => route.Methods.Contains("GET") && !route.Path.StartsWith("/live", StringComparison.Ordinal)))
        {
            // No test reads articles of this section, so its rankings do not change.
            var path = route.Query.Contains("section") ? $"{route.Path}?section=opinion" : route.Path;
            var full = await hub.Get(path, hub.Admin);
            if (full.Header("ETag") is not { } tag) continue;
            withTag++;
            var (isWeak, opaque) = tag.StartsWith("W/", StringComparison.Ordinal) ? (true, tag[2..]) : (false, tag);
            foreach (var method in new[] { "GET", "HEAD" })
            {
                foreach (var known in new[] { opaque, $"W/{opaque}", $"\"other\", W/{opaque}", "*" })
                {
                    var unchanged = (await Send(method, "If-None-Match", known)).Expect(304);
                    Assert.Empty(unchanged.Text);
                    foreach (var name in new[] { "ETag", "Vary", "Cache-Control" }) Assert.Equal(full.Header(name), unchanged.Header(name));
                }

                foreach (var other in new[] { "\"other\"", "W/\"other\"", "\"" }) (await Send(method, "If-None-Match", other)).Expect(200);
                (await Send(method, "If-Match", "*")).Expect(200);
                (await Send(method, "If-Match", $"\"other\", {opaque}")).Expect(isWeak ? 412 : 200);
            }

            foreach (var other in new[] { "\"other\"", $"W/{opaque}" }) (await Send("GET", "If-Match", other)).ExpectProblem(412);
            (await Send("GET", "If-Match", "other")).ExpectProblem(400);

            Task<ApiResponse> Send(string method, string header, string value) => hub.Send(method, path, key: hub.Admin, headers: (header, value));
        }

        Assert.True(withTag >= 4, "An article, a ranking and the assets have ETags.");
    }

    [Fact]
    public async Task Every_body_is_read_by_the_same_rules()
    {
        var deep = $$"""{"a":{{new string('[', 64)}}{{new string(']', 64)}}}""";
        (string Reason, int Status, byte[] Body)[] refused =
        [
            ("a is given more than once.", 400, """{"a":1,"a":2}"""u8.ToArray()), ("b.c is given more than once.", 400, """{"b":[{"c":1,"\u0063":2}]}"""u8.ToArray()),
            ("not UTF-8", 400, [.. "{\"a\":\""u8, 0xC3, 0x28, .. "\"}"u8]), ("is not JSON", 400, Encoding.UTF8.GetBytes(deep)), ("is not JSON", 400, "{"u8.ToArray()),
            ("name is not valid Unicode", 400, """{"\ud800":1}"""u8.ToArray()), ("larger than", 413, new byte[1024 * 1024]),
        ];
        var withBody = 0;
        await hub.ExpectNoChange(async () =>
        {
            foreach (var route in await ApiRoute.Described(hub, _article))
                foreach (var method in route.WithBody)
                {
                    withBody++;
                    foreach (var (reason, status, body) in refused) Assert.Contains(reason, (await Send(body)).ExpectProblem(status).Text, StringComparison.Ordinal);
                    Assert.Contains("content encoding", (await Send("{}"u8.ToArray(), ("Content-Encoding", "gzip"))).ExpectProblem(415).Text, StringComparison.Ordinal);
                    var (plain, marked) = (await Send("{}"u8.ToArray()), await Send([0xEF, 0xBB, 0xBF, .. "{}"u8]));
                    Assert.Equal((plain.Status, Fields(plain)), (marked.Status, Fields(marked)));

                    Task<ApiResponse> Send(byte[] body, params (string, string)[] headers) =>
                        hub.Send(method, route.Path, body, hub.Admin, headers: [.. Condition(method), .. headers]);
                }
        });
        Assert.True(withBody >= 13, "Commands, keys, reactions and impressions have bodies.");

        static (string, string)[] Condition(string method) => method switch
        {
            "PUT" => [("If-None-Match", "*")],
            "PATCH" => [("If-Match", "\"99\"")],
            _ => [],
        };

        static string? Fields(ApiResponse response) => response.Json.TryGetProperty("errors", out var errors) ? errors.GetRawText() : null;
    }

    [Theory]
    [InlineData(404, "GET", "/api/articles/nowhere")]
    [InlineData(404, "GET", "/api/nothing")]
    [InlineData(405, "POST", "/metrics")]
    [InlineData(400, "GET", "/api/wire?limit=0")]
    [InlineData(405, "DELETE", "/api/wire")]
    [InlineData(405, "POST", "/")]
    [InlineData(401, "POST", "/api/articles")]
    [InlineData(401, "GET", "/metrics")]
    [InlineData(400, "GET", "/live")]
    [InlineData(404, "GET", "/live?id=nowhere")]
    [InlineData(404, "POST", "/live?id=nowhere")]
    [InlineData(404, "DELETE", "/live?id=nowhere")]
    [InlineData(400, "GET", "/live/events?topics=weather")]
    public async Task An_error_is_a_problem_document_whatever_the_request_accepts(int status, string method, string path)
    {
        foreach (var accept in new[] { "text/html", "text/plain;q=0.5", "image/png", "*/*", "nonsense" })
            (await hub.Send(method, path, headers: ("Accept", accept))).ExpectProblem(status);
    }

    private static void ExpectNotAllowed(string method, string path, IEnumerable<string> allowed, ApiResponse response)
    {
        Assert.True(response.Status == 405, $"{method} {path} returned {response.Status}: {response.Text}");
        Assert.Equal(allowed.Order(), (response.Header("Allow") ?? "").Split(", ").Order());
        if (method != "HEAD") response.ExpectProblem(405);
    }

    // Without the body: a stream of events does not end.
    private async Task<string> Headers(string method, string path, string? key)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), new Uri(path, UriKind.Relative));
        if (key is not null) request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {key}");
        using var response = await hub.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        return Describe((int)response.StatusCode, response.Headers.Concat(response.Content.Headers).Select(header => (header.Key, string.Join(", ", header.Value))));
    }

    private static string Describe(int status, IEnumerable<(string Name, string Value)> headers) =>
        $"{status} {string.Join("; ", headers.Where(header => !Changing.Contains(header.Name)).OrderBy(header => header.Name, StringComparer.Ordinal).Select(header => $"{header.Name}={header.Value}"))}";
}
