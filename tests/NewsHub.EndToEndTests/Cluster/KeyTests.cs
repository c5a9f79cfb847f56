using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Client;
using Xunit;

namespace NewsHub.EndToEndTests.Cluster;

/// <summary>API keys are shared by all hubs of a cluster.</summary>
public sealed class KeyTests
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(60);

    private static readonly object Ferry = new { headline = "Ferry", section = "world" };

    [SkippableFact]
    public async Task Key_revoked_at_one_hub_is_refused_at_another_and_its_connections_are_closed()
    {
        await using var cluster = await HubCluster.Prepare([], []);
        var (first, second) = (cluster.Hubs[0], cluster.Hubs[1]);
        await Task.WhenAll(first.Start(), second.Start());
        using var admin = first.OpenNewsroom();
        var (id, key) = await CreateKey(admin);
        await using var idle = Connect(second, key);
        await using var busy = Connect(second, key);
        await using var anonymous = Connect(second, null);
        var closed = Task.WhenAll(Closed(idle), Closed(busy));
        foreach (var connection in (HubConnection[])[idle, busy, anonymous]) await connection.StartAsync();
        await busy.InvokeAsync("Publish", Ferry);

        (await admin.Http.DeleteAsync($"/api/keys/{id}")).EnsureSuccessStatusCode();

        await Eventually.Is(async () => await RefusalOf(busy), refusal => refusal is not null);
        await closed.WaitAsync(Timeout);
        Assert.Equal(HubConnectionState.Connected, anonymous.State);
    }

    [SkippableFact]
    public async Task Unresponsive_key_store_refuses_commands_and_keeps_connections_open()
    {
        await using var cluster = await HubCluster.Prepare([("NewsHub:Roles", "silo")], [("NewsHub:Roles", "gateway")]);
        var (silo, gateway) = (cluster.Hubs[0], cluster.Hubs[1]);
        await Task.WhenAll(silo.Start(), gateway.Start());
        using var admin = gateway.OpenNewsroom();
        var (_, key) = await CreateKey(admin);
        await using var connection = Connect(gateway, key);
        await connection.StartAsync();
        await connection.InvokeAsync("Publish", Ferry);

        silo.Freeze();
        try
        {
            var refusal = await Assert.ThrowsAsync<HubException>(() => connection.InvokeAsync("Publish", Ferry));
            Assert.Contains("did not answer in time", refusal.Message, StringComparison.Ordinal);
            Assert.Equal(HubConnectionState.Connected, connection.State);
        }
        finally
        {
            silo.Resume();
        }

        await Eventually.Is(async () => await RefusalOf(connection), refusal => refusal is null);
    }

    private static async Task<(string Id, string Text)> CreateKey(Newsroom admin)
    {
        using var answer = await admin.Http.PostAsJsonAsync("/api/keys", new { newsroom = "passing", scope = "publish" });
        var created = await answer.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonElement>();
        return (created.GetProperty("id").GetString()!, created.GetProperty("key").GetString()!);
    }

    private static HubConnection Connect(HubProcess hub, string? key) => new HubConnectionBuilder()
        .WithUrl(new Uri(hub.Address, "/live"), options => options.AccessTokenProvider = () => Task.FromResult(key)).Build();

    private static Task Closed(HubConnection connection)
    {
        var closed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        connection.Closed += _ =>
        {
            closed.TrySetResult();
            return Task.CompletedTask;
        };
        return closed.Task;
    }

    /// <summary>The reason why an article was not published; null if it was.</summary>
    private static async Task<string?> RefusalOf(HubConnection connection)
    {
        try
        {
            await connection.InvokeAsync("Publish", Ferry);
            return null;
        }
        catch (Exception refusal) when (refusal is HubException or InvalidOperationException or OperationCanceledException)
        {
            return refusal.Message;
        }
    }
}
