using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Client;
using Xunit;

namespace NewsHub.EndToEndTests.Cluster;

/// <summary>One keyring for all hubs.</summary>
public sealed class KeyTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private static readonly object Ferry = new { headline = "Ferry", section = "world" };

    [SkippableFact]
    public async Task A_key_that_one_hub_revokes_publishes_nothing_at_another_and_its_connections_are_closed()
    {
        await using var cluster = await HubCluster.Prepare([], []);
        var (here, elsewhere) = (cluster.Hubs[0], cluster.Hubs[1]);
        await Task.WhenAll(here.Start(), elsewhere.Start());
        using var admin = here.OpenNewsroom();
        var (id, key) = await MakeKey(admin);
        await using var idle = Connect(elsewhere, key);
        await using var busy = Connect(elsewhere, key);
        await using var anonymous = Connect(elsewhere, null);
        var closed = Task.WhenAll(Closed(idle), Closed(busy));
        foreach (var connection in (HubConnection[])[idle, busy, anonymous]) await connection.StartAsync();
        await busy.InvokeAsync("Publish", Ferry);

        (await admin.Http.DeleteAsync($"/api/keys/{id}")).EnsureSuccessStatusCode();

        await Eventually.Is(async () => await RefusalOf(busy), refusal => refusal is not null);
        await closed.WaitAsync(Patience);
        Assert.Equal(HubConnectionState.Connected, anonymous.State);
    }

    [SkippableFact]
    public async Task A_keyring_that_does_not_answer_opens_nothing_and_sends_nobody_away()
    {
        await using var cluster = await HubCluster.Prepare([("NewsHub:Roles", "silo")], [("NewsHub:Roles", "gateway")]);
        var (silo, gateway) = (cluster.Hubs[0], cluster.Hubs[1]);
        await Task.WhenAll(silo.Start(), gateway.Start());
        using var admin = gateway.OpenNewsroom();
        var (_, key) = await MakeKey(admin);
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
            silo.Wake();
        }

        await Eventually.Is(async () => await RefusalOf(connection), refusal => refusal is null);
    }

    private static async Task<(string Id, string Text)> MakeKey(Newsroom admin)
    {
        using var answer = await admin.Http.PostAsJsonAsync("/api/keys", new { newsroom = "passing", scope = "publish" });
        var made = await answer.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonElement>();
        return (made.GetProperty("id").GetString()!, made.GetProperty("key").GetString()!);
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

    /// <summary>Why an article was not published; null: it was.</summary>
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
