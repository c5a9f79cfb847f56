using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http.Connections;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace NewsHub.Tests.Api;

/// <summary>Tests requests and connections that are open while their key is revoked.</summary>
[Collection(SharedHub.Name)]
[Trait("Category", "Slow")]
public sealed class RevokedKeyTests(HubProcess hub)
{
    private const string RevokedReason = "The key was revoked.";

    private const string KeyMayBeRevoked = "it may have been revoked";

    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(60);

    private static readonly object Ferry = new { headline = "Ferry", section = "world" };

    private static string[] News => ["news"];

    public static TheoryData<HttpTransportType, bool> Transports => new()
    {
        { HttpTransportType.WebSockets, false },
        { HttpTransportType.WebSockets, true },
        { HttpTransportType.LongPolling, false },
        { HttpTransportType.LongPolling, true },
        { HttpTransportType.ServerSentEvents, false },
    };

    [Theory]
    [MemberData(nameof(Transports))]
    public async Task The_next_command_after_a_revoke_is_rejected_and_the_connection_is_closed(HttpTransportType transport, bool packed)
    {
        foreach (var method in new[] { "Publish", "Break" })
        {
            var key = await CreateKey();
            var (connection, closed) = await Connect(transport, packed, key.Text);
            await using var _ = connection;
            await connection.InvokeAsync(method, Ferry);
            var before = await hub.State();

            await Revoke(key.Id);

            // The heartbeat may close the connection before the command arrives.
            var error = await Assert.ThrowsAnyAsync<Exception>(() => connection.InvokeAsync(method, Ferry));
            if (error is HubException) Assert.Contains(KeyMayBeRevoked, error.Message, StringComparison.Ordinal);
            await closed.WaitAsync(Timeout);
            Assert.Equal(before, await hub.State());
        }
    }

    [Theory]
    [MemberData(nameof(Transports))]
    public async Task An_idle_connection_of_a_revoked_key_is_closed_and_other_connections_stay_open(HttpTransportType transport, bool packed)
    {
        var (key, other) = (await CreateKey(), await CreateKey());
        var (idle, closed) = await Connect(transport, packed, key.Text);
        var (anonymous, anonymousClosed) = await Connect(transport, packed, null);
        var (unaffected, otherClosed) = await Connect(transport, packed, other.Text);
        await using var _ = idle;
        await using var __ = anonymous;
        await using var ___ = unaffected;
        await idle.InvokeAsync("Subscribe", News, null);

        await Revoke(key.Id);

        await closed.WaitAsync(Timeout);
        await anonymous.InvokeAsync("Subscribe", News, null);
        await unaffected.InvokeAsync("Publish", Ferry);
        Assert.False(anonymousClosed.IsCompleted || otherClosed.IsCompleted);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_WebSocket_of_a_revoked_key_is_closed_with_the_reason(bool isIdle)
    {
        var key = await CreateKey();
        using var socket = new ClientWebSocket();
        await socket.ConnectAsync(new Uri($"ws://{hub.Address.Authority}/live?access_token={key.Text}"), CancellationToken.None);
        await Send(socket, """{"protocol":"json","version":1}""");
        Assert.Equal("{}\u001e", await Receive(socket));

        await Revoke(key.Id);

        if (!isIdle) await Send(socket, """{"type":1,"invocationId":"7","target":"Publish","arguments":[{"headline":"Ferry","section":"world"}]}""");
        var received = await ReceiveAll(socket);
        if (received.Contains("\"type\":3", StringComparison.Ordinal)) Assert.Contains(KeyMayBeRevoked, received, StringComparison.Ordinal);
        Assert.Contains("\"type\":7,\"allowReconnect\":true", received, StringComparison.Ordinal);
        Assert.Equal((WebSocketCloseStatus.PolicyViolation, RevokedReason), (socket.CloseStatus, socket.CloseStatusDescription));
    }

    [Fact]
    public async Task An_event_stream_of_a_revoked_key_ends_and_other_streams_continue()
    {
        var key = await CreateKey();
        using var mine = await Follow(key.Text);
        using var anonymous = await Follow(null);

        await Revoke(key.Id);

        await ReadToEnd(mine).WaitAsync(Timeout);
        var id = await hub.Create(new { headline = "Ferry", section = "world", tags = new[] { "still-followed" }, status = "published" });
        Assert.Contains(id, await ReadUntil(anonymous, "event: entry").WaitAsync(Timeout), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_connection_with_a_revoked_key_can_subscribe_but_not_publish()
    {
        var key = await CreateKey();
        await Revoke(key.Id);

        var (connection, _) = await Connect(HttpTransportType.WebSockets, packed: false, key.Text);
        await using var __ = connection;

        Assert.NotEmpty((await connection.InvokeAsync<JsonElement>("Subscribe", News, null)).GetProperty("cursor").GetString()!);
        await Assert.ThrowsAsync<HubException>(() => connection.InvokeAsync("Publish", Ferry));
    }

    [Theory]
    [InlineData("POST", "/api/articles", "publish", """{"headline":"Ferry","section":"world","status":"published"}""")]
    [InlineData("POST", "/api/breaking", "publish", """{"headline":"Ferry","section":"world"}""")]
    [InlineData("PUT", "/api/articles/slow-body", "publish", """{"headline":"Ferry","section":"world","status":"published"}""", "If-None-Match: *")]
    [InlineData("POST", "/api/articles/slow-body/kill", "edit", """{"reason":"It was wrong."}""")]
    [InlineData("POST", "/api/keys", "admin", """{"newsroom":"passing","scope":"admin"}""")]
    public async Task A_command_whose_key_is_revoked_while_its_body_arrives_returns_401(string method, string path, string scope, string body, string header = "Accept: */*")
    {
        var key = await CreateKey(scope);
        var before = await hub.State();
        using var client = new TcpClient();
        await client.ConnectAsync(hub.Address.Host, hub.Address.Port);
        using var reader = new StreamReader(client.GetStream());
        await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(
            $"{method} {path} HTTP/1.1\r\nHost: {hub.Address.Authority}\r\nAuthorization: Bearer {key.Text}\r\n{header}\r\nConnection: close\r\n"
            + $"Content-Type: application/json\r\nContent-Length: {body.Length}\r\nExpect: 100-continue\r\n\r\n"));
        Assert.Equal("HTTP/1.1 100 Continue", await reader.ReadLineAsync()); // the key was accepted, and the server waits for the body

        await Revoke(key.Id);

        await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(body));
        var response = await reader.ReadToEndAsync();
        Assert.Contains("HTTP/1.1 401", response, StringComparison.Ordinal);
        Assert.Contains(KeyMayBeRevoked, response, StringComparison.Ordinal);
        Assert.Equal(before, await hub.State());
    }

    [Fact]
    public async Task A_revoked_admin_key_gets_401_for_keys_and_metrics()
    {
        var key = await CreateKey("admin");
        foreach (var path in new[] { "/api/keys", "/metrics" }) (await hub.Get(path, key.Text)).Expect(200);

        await Revoke(key.Id);

        foreach (var path in new[] { "/api/keys", "/metrics" }) (await hub.Get(path, key.Text)).ExpectProblem(401);
        Assert.DoesNotContain(NewsHub.Articles.Newsrooms.Key.Hash(key.Text), hub.Output, StringComparison.Ordinal);
    }

    private async Task<(string Id, string Text)> CreateKey(string scope = "publish")
    {
        var made = (await hub.Send("POST", "/api/keys", new { newsroom = "passing", scope }, hub.Admin)).Expect(201).Json;
        return (made.GetProperty("id").GetString()!, made.GetProperty("key").GetString()!);
    }

    private async Task Revoke(string id) => (await hub.Send("DELETE", $"/api/keys/{id}", null, hub.Admin)).Expect(204);

    private async Task<(HubConnection Connection, Task Closed)> Connect(HttpTransportType transport, bool packed, string? key)
    {
        var builder = new HubConnectionBuilder().WithUrl(
            new Uri(hub.Address, "/live"), transport, options => options.AccessTokenProvider = () => Task.FromResult(key));
        var connection = (packed ? builder.AddMessagePackProtocol(pack => pack.SerializerOptions = MessagePack.Resolvers.ContractlessStandardResolver.Options) : builder).Build();
        var closed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        connection.Closed += _ =>
        {
            closed.TrySetResult();
            return Task.CompletedTask;
        };
        await connection.StartAsync();
        return (connection, closed.Task);
    }

    private static Task Send(ClientWebSocket socket, string message) =>
        socket.SendAsync(Encoding.UTF8.GetBytes(message + "\u001e"), WebSocketMessageType.Text, true, CancellationToken.None);

    private static async Task<string> Receive(ClientWebSocket socket)
    {
        using var timeout = new CancellationTokenSource(Timeout);
        var buffer = new byte[4096];
        var received = await socket.ReceiveAsync(buffer, timeout.Token);
        return Encoding.UTF8.GetString(buffer, 0, received.Count);
    }

    private static async Task<string> ReceiveAll(ClientWebSocket socket)
    {
        var received = new StringBuilder();
        while (socket.State is WebSocketState.Open) received.Append(await Receive(socket));
        return received.ToString();
    }

    /// <summary>Opens an event stream for a tag and returns after the replay of missed entries.</summary>
    private async Task<StreamReader> Follow(string? key)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri("/live/events?topics=tag/still-followed", UriKind.Relative));
        if (key is not null) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        var response = await hub.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        var reader = new StreamReader(await response.EnsureSuccessStatusCode().Content.ReadAsStreamAsync());
        await ReadUntil(reader, "event: live").WaitAsync(Timeout);
        return reader;
    }

    private static async Task<string> ReadUntil(StreamReader events, string kind)
    {
        while (await events.ReadLineAsync() is { } line)
            if (line == kind)
                return await events.ReadLineAsync() + await events.ReadLineAsync();
        throw new EndOfStreamException($"The stream ended before {kind}.");
    }

    private static async Task ReadToEnd(StreamReader events)
    {
        while (await events.ReadLineAsync() is not null)
        {
        }
    }
}
