using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Xunit;

namespace NewsHub.EndToEndTests;

/// <summary>What happens to keys is logged, nobody locks themselves out, and a revoked admin key does not come back.</summary>
public sealed class AdminKeyTests : IDisposable
{
    private const string Configured = "nh_the-configured-admin-key";

    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task Revoked_configured_key_stays_revoked_and_the_last_admin_key_cannot_be_revoked()
    {
        await using var hub = HubProcess.With(_directory.Path, ("NewsHub:AdminKey", Configured));
        await hub.Start();
        var (id, key) = await CreateAdmin(hub, Configured);
        Assert.Equal(HttpStatusCode.NoContent, await Revoke(hub, key, "admin-configured"));

        Assert.Equal(0, await hub.Stop());
        await hub.Start();

        Assert.Contains("The configured admin key was revoked", hub.Output, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Unauthorized, await Revoke(hub, Configured, id));
        Assert.Equal(HttpStatusCode.Conflict, await Revoke(hub, key, id));
        Assert.Equal(HttpStatusCode.NotFound, await Revoke(hub, key, "no-such-key"));
    }

    [Fact]
    public async Task Keys_are_logged_and_unknown_ones_do_not_fill_the_log()
    {
        await using var hub = HubProcess.With(_directory.Path, ("NewsHub:AdminKey", Configured));
        await hub.Start();
        var (id, key) = await CreateAdmin(hub, Configured);
        for (var attempt = 0; attempt < 50; attempt++) Assert.Equal(HttpStatusCode.Unauthorized, await Revoke(hub, "nh_nobodys", id));
        Assert.Equal(HttpStatusCode.NoContent, await Revoke(hub, key, "admin-configured"));

        await Eventually.Is(() => hub.Output.Contains("Key admin-configured was revoked by key " + id, StringComparison.Ordinal));
        Assert.Contains($"Key {id} of desk with scope admin was created by key admin-configured", hub.Output, StringComparison.Ordinal);
        Assert.Contains($"Key {id} of desk with scope admin was used at this hub for the first time", hub.Output, StringComparison.Ordinal);
        Assert.Equal(1, hub.Output.Split("had a key that is not known").Length - 1);
        Assert.DoesNotContain(key, hub.Output, StringComparison.Ordinal);
    }

    private static async Task<(string Id, string Key)> CreateAdmin(HubProcess hub, string by)
    {
        using var http = Client(hub, by);
        using var response = await http.PostAsJsonAsync("/api/keys", new { newsroom = "desk", scope = "admin" });
        var made = await response.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonElement>();
        return (made.GetProperty("id").GetString()!, made.GetProperty("key").GetString()!);
    }

    private static async Task<HttpStatusCode> Revoke(HubProcess hub, string by, string id)
    {
        using var http = Client(hub, by);
        using var response = await http.DeleteAsync($"/api/keys/{id}");
        return response.StatusCode;
    }

    private static HttpClient Client(HubProcess hub, string key)
    {
        var http = new HttpClient { BaseAddress = hub.Address };
        http.DefaultRequestHeaders.Authorization = new("Bearer", key);
        return http;
    }
}
