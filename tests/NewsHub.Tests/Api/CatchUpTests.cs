using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace NewsHub.Tests.Api;

/// <summary>Readers who missed many entries get all of them in order, in answers of bounded size.</summary>
[Collection(SharedHub.Name)]
[Trait("Category", "Slow")]
public sealed class CatchUpTests(HubProcess hub)
{
    private const int MaxAnswer = 200;
    private const int Missed = 450;

    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(60);

    private static string[] Followed => ["tag/catch-up"];

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task SignalR_answers_at_most_200_entries_and_sends_the_rest(bool isPacked)
    {
        var (start, ids) = await Publish(Missed);
        var builder = new HubConnectionBuilder().WithUrl(new Uri(hub.Address, "/live"));
        await using var connection = (isPacked ? builder.AddMessagePackProtocol(pack => pack.SerializerOptions = MessagePack.Resolvers.ContractlessStandardResolver.Options) : builder).Build();
        var received = new ConcurrentQueue<string>();
        connection.On<object>("entry", entry => received.Enqueue(IdIn(entry)));
        await connection.StartAsync();

        var answer = JsonSerializer.SerializeToElement(await connection.InvokeAsync<object>("Subscribe", Followed, start));
        var later = await hub.Create(Article(-1));

        Assert.True(answer.GetProperty("recovered").GetBoolean());
        var first = answer.GetProperty("entries").EnumerateArray().Select(entry => entry.GetProperty("article").GetProperty("id").GetString()!).ToArray();
        Assert.InRange(first.Length, 1, MaxAnswer);
        await Eventually.Is(() => Task.FromResult(received.Count), count => count >= ids.Length + 1 - first.Length);
        Assert.Equal([.. ids, later], [.. first, .. received]);
    }

    [Fact]
    public async Task A_connection_that_followed_before_is_not_recovered_over_more_than_one_answer()
    {
        var (start, _) = await Publish(Missed);
        await using var connection = new HubConnectionBuilder().WithUrl(new Uri(hub.Address, "/live")).Build();
        await connection.StartAsync();
        await connection.InvokeAsync("Subscribe", Followed, null);
        await connection.InvokeAsync("Unsubscribe", Followed);

        var answer = await connection.InvokeAsync<JsonElement>("Subscribe", Followed, start);

        Assert.False(answer.GetProperty("recovered").GetBoolean());
    }

    [Fact]
    public async Task An_event_stream_sends_all_missed_entries_before_the_live_event()
    {
        var (start, ids) = await Publish(Missed);
        using var response = await hub.Client.GetAsync(
            new Uri($"/live/events?topics={Followed[0]}&after={start}", UriKind.Relative), HttpCompletionOption.ResponseHeadersRead);
        using var lines = new StreamReader(await response.Content.ReadAsStreamAsync());
        var received = new List<string>();
        while (await lines.ReadLineAsync().WaitAsync(Timeout) is { } line && line != "event: live")
            if (line.StartsWith("data: ", StringComparison.Ordinal))
                received.Add(JsonElement.Parse(line[6..]).GetProperty("article").GetProperty("id").GetString()!);

        Assert.Equal(ids, received);
    }

    [Fact]
    public async Task Polling_answers_at_most_200_entries_and_continues()
    {
        var (cursor, ids) = await Publish(Missed);
        var received = new List<string>();
        for (var count = -1; count != 0;)
        {
            var answer = (await hub.Get($"/api/wire?topics={Followed[0]}&limit=500&after={cursor}")).Expect(200).Json;
            Assert.True(answer.GetProperty("recovered").GetBoolean());
            var entries = answer.GetProperty("entries").EnumerateArray().Select(entry => entry.GetProperty("article").GetProperty("id").GetString()!).ToArray();
            (count, cursor) = (entries.Length, answer.GetProperty("cursor").GetString()!);
            Assert.InRange(count, 0, MaxAnswer);
            received.AddRange(entries);
        }

        Assert.Equal(ids, received);
    }

    [Fact]
    public async Task A_killed_article_is_not_among_the_missed_entries()
    {
        var (start, ids) = await Publish(30);
        (await hub.Send("POST", $"/api/articles/{ids[3]}/kill", new { reason = "It was wrong." }, hub.Editor)).Expect(200);
        await hub.State();

        var answer = (await hub.Get($"/api/wire?topics={Followed[0]},article/{ids[3]}&after={start}")).Expect(200);

        Assert.DoesNotContain("Catch up 3 ", answer.Text, StringComparison.Ordinal);
        Assert.Contains("Catch up 4 ", answer.Text, StringComparison.Ordinal);
    }

    /// <summary>Publishes articles and returns the cursor before them, and their ids.</summary>
    private async Task<(string Start, string[] Ids)> Publish(int count)
    {
        await hub.State();
        var start = (await hub.Get("/api/wire?limit=1")).Expect(200).Json.GetProperty("cursor").GetString()!;
        var ids = new string[count];
        for (var i = 0; i < count; i++) ids[i] = await hub.Create(Article(i));
        await hub.State();
        return (start, ids);
    }

    private static object Article(int number) =>
        new { headline = string.Create(CultureInfo.InvariantCulture, $"Catch up {number} of many"), section = "world", tags = new[] { "catch-up" }, status = "published" };

    private static string IdIn(object entry) =>
        JsonSerializer.SerializeToElement(entry).GetProperty("article").GetProperty("id").GetString()!;
}
