using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using CsCheck;
using Xunit;

namespace NewsHub.Tests.Api;

/// <summary>Sends generated input to every endpoint. The status must be below 500, an error must state its reason, and the hub must still publish.</summary>
[Collection(SharedHub.Name)]
[Trait("Category", "Slow")]
public sealed class GeneratedInputTests(HubProcess hub) : IAsyncLifetime
{
    private const int Threads = 2;

    private static readonly string[] Fields =
    [
        "headline", "summary", "body", "bodyFormat", "section", "tags", "language", "byline", "dateline", "source", "image", "urgency", "alert", "alertMinutes", "publishAt",
        "embargoedUntil", "slug", "status", "note", "reason", "reaction", "newsroom", "scope", "id", "version", "topics",
    ];

    private static readonly Gen<string> Texts = Gen.Frequency(
        (4, Gen.OneOf("Ferry", "world", "flash", "markdown", "html", "draft", "published", "2026-12-01T00:00:00Z", "https://harbour.example/a", "en", "")),
        (2, Gen.String),
        (2, Gen.OneOf("<", ">", "&", "[", "](", "*", "_", "`", "~", "|", "\n", " ", "#", "<p>", "</p>", "<b", "!--", "\"", "'", "=", "\u0000", "\u202e", "\ufeff", "^[", "![")
            .Array[1, 60].Select(string.Concat)));

    private static readonly Gen<string> Scalars = Gen.Frequency(
        (6, Texts.Select(text => JsonSerializer.Serialize(text))),
        (1, Gen.OneOf("null", "true", "false", "0", "-1", "1", "9", "1e400", "1E-9999", "-0.0", "\"\\ud800\"", "\"\\u0000\"", "99999999999999999999999")),
        (1, Gen.Double.Select(number => double.IsFinite(number) ? JsonSerializer.Serialize(number) : "0")));

    private static readonly Gen<string> Names = Gen.Frequency(
        (9, Gen.OneOf(Fields).Select(name => $"\"{name}\"")), (1, Gen.String.Select(name => JsonSerializer.Serialize(name))), (1, Gen.Const("\"\\ud800\"")));

    private static readonly Gen<string> Json = Gen.Recursive<string>((depth, self) => depth > 3
        ? Scalars
        : Gen.Frequency(
            (3, Scalars),
            (1, self.Array[0, 4].Select(items => $"[{string.Join(',', items)}]")),
            (2, Gen.Select(Names, self).Array[0, 8].Select(fields => $"{{{string.Join(',', fields.Select(field => $"{field.Item1}:{field.Item2}"))}}}"))));

    // A valid article with a few fields replaced by generated values.
    private static readonly Gen<string> MutatedArticles = Gen.Select(Names, Json).Array[0, 4].Select(fields =>
        $$"""{"headline":"Ferry","section":"world"{{string.Concat(fields.Select(field => $",{field.Item1}:{WithLongAlert(field.Item1, field.Item2)}"))}}}""");

    // A short alert would clear during other tests that assert an unchanged state.
    private static string WithLongAlert(string name, string value) => name == "\"alertMinutes\"" && value is "1" or "9" ? "1440" : value;

    private static readonly Gen<byte[]> Bodies = Gen.Frequency(
        (5, MutatedArticles.Select(Encoding.UTF8.GetBytes)),
        (3, Json.Select(Encoding.UTF8.GetBytes)),
        (1, Gen.Byte.Array[0, 300]),
        (1, Gen.Select(MutatedArticles.Select(Encoding.UTF8.GetBytes), Gen.Int[0, 40], Gen.Byte, (body, at, with) =>
        {
            body[at % body.Length] = with;
            return body;
        })));

    private static readonly Gen<string> Segments = Gen.Frequency(
        (3, Gen.OneOf("a", "nowhere", "-", "..", "%00", "%ff", "%2e%2e%2f", "rising", "today", "*", "~", "%F0%9F%9A%A2", "a b")),
        (1, Gen.String[0, 80].Select(Escape)));

    private static readonly Gen<string> Queries = Gen.Select(
        Gen.OneOf("section", "tag", "before", "limit", "after", "topics", "wait", "version", "reaction", "access_token", "other"),
        Gen.Frequency(
            (2, Gen.OneOf("0", "1", "-1", "99999999999999999999", "news", "section/world", "a.1", "world", "%00", "1,2", "")), (1, Gen.String[0, 60].Select(Escape))))
        .Array[0, 3].Select(pairs => string.Concat(pairs.Select((pair, n) => $"{(n == 0 ? '?' : '&')}{pair.Item1}={(pair.Item1 == "wait" && pair.Item2 == "1" ? "0" : pair.Item2)}")));

    private static readonly Gen<string> HeaderTexts = Gen.Frequency(
        (1, Gen.OneOf("*", "\"1\"", "W/\"1\"", "\"", "\"\"", "1, 2", "a", "Bearer", "gzip", "bytes=0-", "100-continue")), (1, Gen.Char[' ', '~'].Array[1, 260].Select(characters => new string(characters))));

    private static readonly Gen<(string, string)> Headers = Gen.Select(
        Gen.OneOf("If-Match", "If-None-Match", "Idempotency-Key", "Accept", "Accept-Encoding", "Accept-Language", "Content-Encoding", "Cookie", "Origin", "Range", "X-Forwarded-For"),
        HeaderTexts);

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        Assert.True(hub.IsRunning, hub.Output);
        var id = await hub.Create("""{"headline":"Still here","section":"world","status":"published"}""");
        (await hub.Get($"/api/articles/{id}")).Expect(200);
    }

    [Fact]
    public Task A_generated_body_never_causes_a_server_error() => Gen.Select(
        Gen.OneOf("/api/articles", "/api/breaking", "/api/keys", "/api/articles/{id}/correct", "/api/articles/{id}/alert", "/api/articles/{id}/reactions",
            "/api/articles/{id}/kill", "PUT"), Bodies)
        .SampleAsync(
            async (path, body) => (path == "PUT"
                ? await hub.Send("PUT", "/api/articles/nowhere-to-be", body, hub.Admin, headers: ("If-Match", "*"))
                : await hub.Send("POST", path.Replace("{id}", "nowhere", StringComparison.Ordinal), body, hub.Admin)).ExpectNoFailure(),
            iter: 1_500, threads: Threads, print: sample => $"{sample.Item1} {Encoding.UTF8.GetString(sample.Item2)}");

    [Fact]
    public async Task A_generated_correction_leaves_the_article_readable()
    {
        var id = await hub.Create("""{"headline":"Ferry","section":"world","status":"published"}""");
        await MutatedArticles.SampleAsync(
            async body => (await hub.Send("POST", $"/api/articles/{id}/correct", body.Replace("{\"headline\"", "{\"note\":\"n\",\"headline\"", StringComparison.Ordinal), hub.Harbour)).ExpectNoFailure(),
            iter: 300, threads: Threads);
        (await hub.Get($"/api/articles/{id}")).Expect(200);
    }

    [Fact]
    public Task A_generated_URL_never_causes_a_server_error() => Gen.Select(
        Gen.OneOf("GET", "GET", "GET", "POST", "PUT", "DELETE"),
        Gen.OneOf("/api/articles/{0}", "/api/articles/{0}/counts", "/api/articles/{0}/reads", "/api/articles/{0}/reactions", "/api/articles/{0}/publish", "/api/keys/{0}",
            "/api/rankings/{0}", "/api/wire", "/api/articles", "/articles/{0}", "/articles/{0}/{0}", "/sections/{0}", "/tags/{0}", "/{0}", "/live/{0}", "/live/negotiate"),
        Segments, Queries)
        .SampleAsync(
            async (method, path, segment, query) =>
                (await hub.Send(method, path.Replace("{0}", segment, StringComparison.Ordinal) + query, method == "GET" ? null : "{}", hub.Admin)).ExpectNoFailure(),
            iter: 1_500, threads: Threads);

    [Fact]
    public Task A_generated_header_never_causes_a_server_error() => Gen.Select(
        Gen.OneOf("GET /api/articles/nowhere", "GET /api/articles", "GET /api/wire", "PUT /api/articles/headers", "POST /api/articles", "GET /", "GET /api/rankings/rising"),
        Headers.Array[0, 3], HeaderTexts, Gen.Bool)
        .SampleAsync(
            async (request, headers, key, hasValidKey) =>
            {
                var parts = request.Split(' ');
                (await hub.Send(parts[0], parts[1], parts[0] == "GET" ? null : """{"headline":"Ferry"}""", hasValidKey ? hub.Harbour : key, headers: headers)).ExpectNoFailure();
            },
            iter: 800, threads: Threads);

    [Fact]
    public Task Generated_bytes_on_the_socket_never_cause_a_server_error() => Gen.Select(
        Gen.OneOf("", "GET ", "POST /api/articles HTTP/1.1\r\n", "POST /api/articles HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\n", "GET /live HTTP/1.1\r\nUpgrade: websocket\r\n"),
        Gen.Byte.Array[0, 400])
        .SampleAsync(
            async (start, bytes) =>
            {
                using var socket = new TcpClient();
                await socket.ConnectAsync(hub.Address.Host, hub.Address.Port);
                var stream = socket.GetStream();
                await stream.WriteAsync(Encoding.ASCII.GetBytes(start));
                await stream.WriteAsync(bytes);
                socket.Client.Shutdown(SocketShutdown.Send);
                Assert.DoesNotMatch("^HTTP/1.1 5(?!05)", await ReadResponse(stream)); // 505: random bytes can form an HTTP version
            },
            iter: 300, threads: Threads);

    // The hub may also close the connection without a response.
    private static async Task<string> ReadResponse(NetworkStream stream)
    {
        try
        {
            return await new StreamReader(stream, Encoding.Latin1).ReadToEndAsync().WaitAsync(TimeSpan.FromSeconds(20));
        }
        catch (IOException)
        {
            return "";
        }
    }

    private static string Escape(string text) => Uri.EscapeDataString(new string(text.Where(character => !char.IsSurrogate(character)).ToArray()));
}
