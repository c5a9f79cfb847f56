using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Client;
using Xunit;

namespace NewsHub.Tests.Api;

/// <summary>Counts and rankings of live connections.</summary>
[Collection(SharedHub.Name)]
[Trait("Category", "Slow")]
public sealed class NumbersTests(HubProcess hub)
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Counts_of_a_public_article_are_answered_and_pushed_after_reads()
    {
        var id = await hub.Create(new { headline = "Ferry", section = "world", status = "published" });
        await using var connection = await Connect();
        var read = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        connection.On<JsonElement>("counts", counts =>
        {
            if (counts.GetProperty("articleId").GetString() == id && counts.GetProperty("reads").GetInt64() == 1) read.TrySetResult();
        });

        var answer = await Subscribe(connection, $"counts/{id}");
        (await hub.Send("POST", $"/api/articles/{id}/reads")).Expect(202);

        Assert.Equal(id, Assert.Single(answer.GetProperty("counts").EnumerateArray()).GetProperty("articleId").GetString());
        await read.Task.WaitAsync(Timeout);
    }

    [Fact]
    public async Task Places_of_a_ranking_have_the_language_of_their_headline()
    {
        var id = await hub.Create(new { headline = "العبّارة تعود", section = "culture", language = "ar", status = "published" });
        (await hub.Send("POST", $"/api/articles/{id}/reads")).Expect(202);

        var ranking = await Eventually.Is(() => hub.Get("/api/rankings/rising?section=culture&limit=20"), response => response.Text.Contains(id, StringComparison.Ordinal));

        var place = ranking.Json.GetProperty("entries").EnumerateArray().Single(entry => entry.GetProperty("articleId").GetString() == id);
        Assert.Equal("ar", place.GetProperty("language").GetString());
        await Eventually.Is(() => hub.Get("/sections/culture"), page => Regex.IsMatch(page.Expect(200).Text, $"<live-ranking.*/articles/{id}\" lang=\"ar\"", RegexOptions.Singleline));
    }

    [Fact]
    public async Task Counts_of_an_article_that_is_not_public_are_not_followed_and_news_is()
    {
        var draft = await hub.Create(new { headline = "Ferry", section = "world", status = "draft" });
        await using var connection = await Connect();
        var arrived = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        connection.On<JsonElement>("entry", _ => arrived.TrySetResult());

        var answer = await Subscribe(connection, "news", "counts/no-such-article", $"counts/{draft}");
        await hub.Create(new { headline = "Ferry", section = "world", status = "published" });

        Assert.Empty(answer.GetProperty("counts").EnumerateArray());
        await arrived.Task.WaitAsync(Timeout);
    }

    [Fact]
    public async Task A_connection_follows_the_counts_of_at_most_10_articles()
    {
        await using var connection = await Connect();
        string[] ten = [.. Enumerable.Range(0, 10).Select(number => $"counts/a{number}")];
        await Subscribe(connection, ten);
        await Subscribe(connection, ten); // the same again

        var id = await hub.Create(new { headline = "Ferry", section = "world", status = "published" });
        await Assert.ThrowsAsync<HubException>(() => Subscribe(connection, [.. ten, $"counts/{id}"]));
    }

    [Theory]
    [InlineData("GET", "/api/articles/no-such-article/counts")]
    [InlineData("POST", "/api/articles/no-such-article/reactions", """{"reaction":"veryGood"}""")]
    [InlineData("DELETE", "/api/articles/no-such-article/reactions?reaction=veryGood")]
    [InlineData("POST", "/api/articles/no-such-article/reads")]
    [InlineData("GET", "/api/articles/no-such-article")]
    [InlineData("GET", "/articles/no-such-article")]
    public async Task An_invented_id_is_not_found(string method, string path, string? body = null) => Assert.Equal(404, (await hub.Send(method, path, body)).Status);

    private async Task<HubConnection> Connect()
    {
        var connection = new HubConnectionBuilder().WithUrl(new Uri(hub.Address, "/live")).Build();
        await connection.StartAsync();
        return connection;
    }

    private static Task<JsonElement> Subscribe(HubConnection connection, params string[] topics) => connection.InvokeAsync<JsonElement>("Subscribe", topics, null);
}
