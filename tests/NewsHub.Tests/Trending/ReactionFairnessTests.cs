using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Client;
using NewsHub.Tests.Wire.Stores;
using Xunit;

namespace NewsHub.Tests.Trending;

/// <summary>Whose reactions readers see, over HTTP and SignalR.</summary>
[Trait("Category", "Slow")]
public abstract class ReactionFairnessTests(ReactionHub hub)
{
    /// <summary>Cookies that no hub, or another hub, has issued: bare ids, signatures that are made up, and other text.</summary>
    private static IEnumerable<string> MadeUpCookies(int count) => Enumerable.Range(0, count).Select(n => (n % 4) switch
    {
        0 => Id(n),
        1 => $"{Id(n)}.{Id(n)[..16]}",
        2 => $"{Id(n)}.",
        _ => $"reader-{n}",
    });

    [SkippableFact]
    public async Task Made_up_cookies_count_as_no_cookie_over_HTTP()
    {
        var article = await hub.Publish();

        foreach (var cookie in MadeUpCookies(200)) (await hub.React(article, "198.51.100.1", cookie, agent: $"Browser/{cookie[..8]}")).Expect(200);

        Assert.Equal(1, await hub.Shown(article));
        Assert.Equal(2, ReactionHub.CountIn((await hub.React(article, "198.51.100.2")).Expect(200).Json));
        Assert.Equal(1, ReactionHub.CountIn((await hub.React(article, "198.51.100.1", Id(7), method: "DELETE")).Expect(200).Json));
    }

    [SkippableFact]
    public async Task Made_up_cookies_count_as_no_cookie_over_SignalR()
    {
        var article = await hub.Publish();

        foreach (var cookie in MadeUpCookies(20))
        {
            await using var connection = await hub.OpenLive("198.51.100.1", cookie);
            Assert.Equal(1, ReactionHub.CountIn(await connection.InvokeAsync<JsonElement>("React", article, "veryGood")));
        }

        Assert.Equal(1, ReactionHub.CountIn((await hub.React(article, "198.51.100.1")).Expect(200).Json));
    }

    [SkippableFact]
    public async Task A_reader_with_a_cookie_of_the_hub_counts_once_at_any_address_and_over_every_transport()
    {
        var article = await hub.Publish();
        var cookie = await hub.IssueCookie();

        await hub.React(article, "198.51.100.1", cookie);
        await hub.React(article, "203.0.113.1", cookie, agent: "Safari");
        await using var connection = await hub.OpenLive("2001:db8::1", cookie);
        Assert.Equal(1, ReactionHub.CountIn(await connection.InvokeAsync<JsonElement>("React", article, "veryGood")));

        Assert.Equal(0, ReactionHub.CountIn(await connection.InvokeAsync<JsonElement>("TakeBack", article, "veryGood")));
    }

    [SkippableFact]
    public async Task A_cookie_with_a_changed_signature_cannot_withdraw_its_readers_reaction()
    {
        var article = await hub.Publish();
        var cookie = await hub.IssueCookie();
        await hub.React(article, "198.51.100.1", cookie);

        foreach (var forged in new[] { cookie[..^1] + (cookie[^1] == 'A' ? 'Q' : 'A'), cookie[..22], cookie + "A" })
            (await hub.React(article, "198.51.100.1", forged, method: "DELETE")).Expect(200);

        Assert.Equal(1, await hub.Shown(article));
    }

    [SkippableFact]
    public async Task Fresh_cookies_from_one_address_are_limited_and_other_addresses_are_not()
    {
        var article = await hub.Publish();
        var cookies = await TakeCookies(ReactionHub.PerAddress + 5);
        foreach (var cookie in cookies[..ReactionHub.PerAddress]) (await hub.React(article, "198.51.100.1", cookie)).Expect(200);

        foreach (var cookie in cookies[ReactionHub.PerAddress..])
        {
            var refused = (await hub.React(article, "198.51.100.1", cookie)).ExpectProblem(429);
            Assert.Contains("as many reactions to this article today as one may", refused.Text, StringComparison.Ordinal);
            Assert.InRange(int.Parse(refused.Header("Retry-After")!, CultureInfo.InvariantCulture), 1, 24 * 60 * 60);
        }
        (await hub.React(article, "198.51.100.1", cookies[0])).Expect(200); // repeating a reaction is not refused
        Assert.Equal(ReactionHub.PerAddress, await hub.Shown(article));

        await using var connection = await hub.OpenLive("198.51.100.1", cookies[^1]);
        var error = await Assert.ThrowsAsync<HubException>(() => connection.InvokeAsync<JsonElement>("React", article, "veryGood"));
        Assert.Contains("UnavailableException: Your address or its network", error.Message, StringComparison.Ordinal);

        Assert.Equal(ReactionHub.PerAddress + 1, ReactionHub.CountIn((await hub.React(article, "203.0.113.9", cookies[^1])).Expect(200).Json));
    }

    [SkippableFact]
    public async Task Withdrawing_and_reacting_again_never_shows_more_than_the_limit()
    {
        var article = await hub.Publish();
        var cookies = await TakeCookies(ReactionHub.PerAddress + 10);

        for (var round = 0; round < 3; round++)
            foreach (var cookie in cookies)
            {
                await hub.React(article, "198.51.100.1", cookies[round], method: "DELETE");
                await hub.React(article, "198.51.100.1", cookie);
                Assert.InRange(await hub.Shown(article), 1, ReactionHub.PerAddress);
            }
    }

    [SkippableTheory]
    [InlineData("198.51.100.1", "198.51.100.2", "203.0.113.1")]
    [InlineData("2001:db8:1:1::1", "2001:db8:1:2::1", "2001:db8:2::1")]
    public async Task A_network_is_limited_more_loosely_than_an_address(string address, string neighbour, string elsewhere)
    {
        var article = await hub.Publish();
        var cookies = await TakeCookies(ReactionHub.PerNetwork + 1);
        foreach (var (n, cookie) in cookies[..^1].Index()) (await hub.React(article, n < ReactionHub.PerAddress ? address : neighbour, cookie)).Expect(200);

        (await hub.React(article, neighbour, cookies[^1])).ExpectProblem(429);
        (await hub.React(article, elsewhere, cookies[^1])).Expect(200);
    }

    [SkippableFact]
    public async Task The_addresses_of_an_IPv6_subnet_are_one_machine()
    {
        var article = await hub.Publish();

        for (var n = 1; n <= 20; n++) await hub.React(article, FormattableString.Invariant($"2001:db8:1:1::{n}"));

        Assert.Equal(1, await hub.Shown(article));
    }

    [SkippableFact]
    public async Task Nothing_stored_with_a_reaction_is_equal_for_two_articles()
    {
        var (one, other) = (await hub.Publish(), await hub.Publish());
        var cookie = await hub.IssueCookie();
        foreach (var article in new[] { one, other })
            foreach (var reader in new[] { cookie, null })
                (await hub.React(article, "198.51.100.1", reader)).Expect(200);

        var rows = await hub.Query($"SELECT article_id, reader, address, network FROM reactions WHERE article_id IN ('{one}', '{other}')");

        Assert.Equal(4, rows.Count);
        var (first, second) = (HashesOf(one), HashesOf(other));
        Assert.Equal((4, 4), (first.Count, second.Count)); // two readers, an address and a network
        Assert.False(first.Overlaps(second));

        HashSet<object> HashesOf(string article) => [.. rows.Where(row => (string)row[0] == article).SelectMany(row => row[1..])];
    }

    [SkippableTheory]
    [InlineData("cookie {0}", true, true)]
    [InlineData("cookie {0}", false, true)]
    [InlineData("address 198.51.100.1 Firefox", false, false)]
    public async Task A_reaction_given_to_an_earlier_version_counts_once_and_can_be_withdrawn(string subject, bool isSigned, bool hasCookie)
    {
        var article = await hub.Publish();
        var cookie = await hub.IssueCookie();
        var id = cookie[..22];
        await hub.StoreAsEarlierVersion(article, string.Format(CultureInfo.InvariantCulture, subject, id));
        await hub.StoreAsEarlierVersion(article, "cookie of another reader");
        var sent = !hasCookie ? null : isSigned ? cookie : id;

        Assert.Equal(2, ReactionHub.CountIn((await hub.React(article, "198.51.100.1", sent)).Expect(200).Json));
        Assert.Empty(await hub.Query($"SELECT 1 FROM reactions WHERE article_id = '{article}' AND per_article = 0"));

        Assert.Equal(1, ReactionHub.CountIn((await hub.React(article, "198.51.100.1", sent, method: "DELETE")).Expect(200).Json));
    }

    private async Task<string[]> TakeCookies(int count)
    {
        var cookies = new string[count];
        for (var n = 0; n < count; n++) cookies[n] = await hub.IssueCookie();
        Assert.Equal(count, cookies.Distinct().Count());
        return cookies;
    }

    private static string Id(int n) => n.ToString("D22", CultureInfo.InvariantCulture);
}

public sealed class SqliteReactionFairnessTests(SqliteReactionHub hub) : ReactionFairnessTests(hub), IClassFixture<SqliteReactionHub>;

[Collection(SharedPostgreSql.Name)]
[Trait("Category", "Slow")]
public sealed class PostgreSqlReactionFairnessTests(PostgreSqlReactionHub hub) : ReactionFairnessTests(hub), IClassFixture<PostgreSqlReactionHub>;
