using System.Text.Json;
using NewsHub.Client;
using NewsHub.Tests.Api;
using Xunit;

namespace NewsHub.Tests.Client;

/// <summary>A program follows the live blog of a hub.</summary>
[Collection(SharedHub.Name)]
[Trait("Category", "Slow")]
public sealed class FollowedLiveBlogTests(HubProcess hub)
{
    [Theory]
    [InlineData("newest", "d c")]
    [InlineData("oldest", "c d")]
    public async Task List_has_the_newest_posts_in_the_order_of_the_blog(string order, string expected)
    {
        var id = await Create(order);
        foreach (var post in new[] { "a", "b", "c", "d" }) await Put(id, post);
        await using var wire = new NewsWire(hub.Address);

        var list = await Eventually.Is(() => wire.ListPosts(id, limit: 2), list => Ids(list.Posts) == expected);

        var older = (await hub.Get((order == "oldest" ? list.Previous : list.Next)!)).Expect(200).Json.GetProperty("posts").EnumerateArray();
        Assert.Equal(["a", "b"], older.Select(post => post.GetProperty("id").GetString()).Order());
    }

    [Fact]
    public async Task Blog_that_is_withheld_and_published_again_is_shown_again()
    {
        var id = await Create("oldest");
        await Put(id, "a");
        var blog = new LiveBlog(id);
        await using var wire = new NewsWire(hub.Address, new NewsWireOptions { Topics = [$"article/{id}"] });
        var shown = "";
        var following = Follow();
        await Eventually.Is(() => Task.FromResult(shown), now => now == "a");

        await Do(id, "withhold", """{"reason":"Checking."}""");
        await Eventually.Is(() => Task.FromResult(shown), now => now == "");
        await Do(id, "publish", "{}");
        await Eventually.Is(() => Task.FromResult(shown), now => now == "a");
        await Put(id, "b");
        await Eventually.Is(() => Task.FromResult(shown), now => now == "a b");

        await wire.DisposeAsync();
        await following;

        async Task Follow()
        {
            await foreach (var news in wire.ReadAll())
            {
                if (news is Entry entry) blog.Apply(entry);
                if (news is Entry { IsWithdrawn: false } && !blog.IsLoaded) await Load();
                Volatile.Write(ref shown, Ids(blog.Posts));
            }
        }

        async Task Load()
        {
            try
            {
                blog.Load(await wire.ListPosts(id));
            }
            catch (RefusedException)
            {
                // Withdrawn meanwhile: the next entry says so.
            }
        }
    }

    private static string Ids(IEnumerable<Post> posts) => string.Join(' ', posts.Select(post => post.Id));

    private Task<string> Create(string order) =>
        hub.Create(JsonSerializer.Serialize(new { headline = "Storm", section = "world", status = "published", coverage = new { state = "live", order } }));

    private async Task Put(string article, string post) => (await hub.Send(
        "PUT", $"/api/articles/{article}/posts/{post}", """{"body":"Strong wind","status":"published"}""", hub.Harbour, headers: ("If-None-Match", "*"))).Expect(201);

    private async Task Do(string article, string command, string body) => (await hub.Send("POST", $"/api/articles/{article}/{command}", body, hub.Editor)).Expect(200);
}
