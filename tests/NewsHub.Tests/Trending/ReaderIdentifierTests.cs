using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using NewsHub.Trending.Counting;
using NewsHub.Trending.Fairness;
using NewsHub.Wire;
using Xunit;

namespace NewsHub.Tests.Trending;

[Collection(SharedTrendingCluster.Name)]
public sealed class ReaderIdentifierTests(TrendingCluster hub)
{
    [Fact]
    public async Task The_cookie_identifies_a_reader_at_any_address()
    {
        var (one, other) = (await IssueCookie(), await IssueCookie());
        var home = await LastingIdOf(Request("10.0.0.1", "Firefox", one));

        Assert.Equal(home, await LastingIdOf(Request("10.0.0.2", "Firefox", one)));
        Assert.NotEqual(home, await LastingIdOf(Request("10.0.0.1", "Firefox", other)));
    }

    [Fact]
    public async Task Address_and_browser_identify_a_reader_without_cookie_and_the_address_alone_who_reacts()
    {
        var reader = await Create().Identify(Request("10.0.0.1", "Firefox"));
        var (elsewhere, otherwise) = (await Create().Identify(Request("10.0.0.2", "Firefox")), await Create().Identify(Request("10.0.0.1", "Safari")));

        Assert.Equal(reader, await Create().Identify(Request("10.0.0.1", "Firefox")));
        Assert.NotEqual(reader.Reader, elsewhere.Reader);
        Assert.NotEqual(reader.Reader, otherwise.Reader);
        Assert.NotEqual(reader.Lasting, elsewhere.Lasting);
        Assert.Equal(reader.Lasting, otherwise.Lasting);
    }

    [Fact]
    public async Task A_cookie_that_the_hub_has_not_issued_or_that_has_expired_counts_as_none()
    {
        var none = await Create().Identify(Request("10.0.0.1", "Firefox"));
        var cookie = await IssueCookie();
        var expired = await IssueCookie(new Clock(TimeProvider.System.GetUtcNow() - ReaderCookie.Lifetime));
        var ofAnotherHub = ReaderCookie.New(TimeProvider.System.GetUtcNow()).Write(new byte[32]);

        foreach (var text in new[] { "not in our format", "AAAAAAAAAAAAAAAAAAAAAA", cookie[..^1], cookie[..22], cookie + "A", cookie.Replace('.', '-'), expired, ofAnotherHub, "" })
        {
            var identity = await Create().Identify(Request("10.0.0.1", "Firefox", text));
            Assert.Equal((none.Reader, none.Lasting, none.Origin), (identity.Reader, identity.Lasting, identity.Origin));
        }
        Assert.NotEqual(none.Reader, (await Create().Identify(Request("10.0.0.1", "Firefox", cookie))).Reader);
    }

    [Fact]
    public async Task The_lasting_key_is_the_same_on_every_gateway_and_after_a_restart()
    {
        var before = await LastingIdOf(Request("10.0.0.1", "Firefox"));

        await TrendingCluster.Deactivate(hub.Grains.GetGrain<IReaderKeyGrain>(0));

        Assert.Equal(before, await LastingIdOf(Request("10.0.0.1", "Firefox")));
    }

    [Fact]
    public async Task The_daily_key_differs_from_the_lasting_key_and_expires_within_a_day()
    {
        var key = hub.Grains.GetGrain<IReaderKeyGrain>(0);
        var today = await key.Today();

        Assert.NotEqual(today.Today, today.Lasting);
        Assert.Equal(today.Today, (await key.Today()).Today);
        Assert.InRange(today.Until - TimeProvider.System.GetUtcNow(), TimeSpan.Zero, TimeSpan.FromDays(1));
        var identity = await Create().Identify(Request("10.0.0.1", "Firefox"));
        Assert.NotEqual(identity.Lasting, identity.Reader);
    }

    [Fact]
    public async Task A_long_lived_connection_is_identified_once()
    {
        var (reader, context) = (Create(), Request("10.0.0.1", "Firefox"));
        var identity = await reader.Identify(context);

        context.Request.Headers.UserAgent = "Safari";

        Assert.Equal(identity, await reader.Identify(context));
    }

    [Fact]
    public async Task The_cookie_is_first_party_signed_HttpOnly_and_valid_for_a_year()
    {
        var context = OfPage();
        var reader = await CreateWithKeys();

        reader.IssueCookie(context);

        var cookie = context.Response.Headers.SetCookie.ToString();
        Assert.Matches(@"^newshub-reader=[A-Za-z0-9_-]{22}\.[A-Za-z0-9_-]{16}; max-age=31536000; path=/; samesite=lax; httponly$", cookie);
        var again = OfPage(ValueOf(cookie));
        reader.IssueCookie(again);
        Assert.Equal(0, again.Response.Headers.SetCookie.Count);
    }

    [Fact]
    public void IssueCookie_sets_none_without_waiting_while_the_keys_are_unknown()
    {
        var context = OfPage();

        Create().IssueCookie(context);

        Assert.Empty(context.Response.Headers.SetCookie.ToString());
    }

    [Fact]
    public async Task IssueCookie_signs_the_id_that_an_earlier_version_set_without_signature_so_that_its_reader_keeps_reactions()
    {
        var reader = await CreateWithKeys();
        var before = OfPage("AAAAAAAAAAAAAAAAAAAAAA");

        reader.IssueCookie(before);

        var after = Request("10.0.0.1", "Firefox", ValueOf(before.Response.Headers.SetCookie.ToString()));
        Assert.Equal((await reader.Identify(before)).Former, (await reader.Identify(after)).Lasting);
    }

    [Theory]
    [InlineData("Sec-Fetch-Site", "same-origin", true)]
    [InlineData("Origin", "https://News.example", true)]
    [InlineData("Sec-Fetch-Site", "cross-site", false)]
    [InlineData("Origin", "https://blog.example", false)]
    [InlineData("Origin", "null", false)]
    [InlineData("Accept", "text/html", false)]
    public async Task Only_a_browser_on_a_page_of_the_hub_gets_a_cookie(string header, string value, bool isIssued)
    {
        var context = Request("10.0.0.1", "Firefox");
        context.Request.Host = new HostString("news.example");
        context.Request.Headers[header] = value;

        await (await CreateWithKeys()).Identify(context);

        Assert.Equal(isIssued ? 1 : 0, context.Response.Headers.SetCookie.Count);
    }

    [Fact]
    public async Task Browser_that_refuses_cookies_stays_one_reader_and_the_reactions_of_a_new_one_are_already_its_own()
    {
        var reader = await CreateWithKeys();
        var (first, second) = (OfPage(), OfPage());
        var (one, other) = (await reader.Identify(first), await reader.Identify(second));

        Assert.Equal(one.Reader, other.Reader);
        Assert.NotEqual(one.Lasting, other.Lasting);
        Assert.Equal(one.Lasting, (await reader.Identify(OfPage(ValueOf(first.Response.Headers.SetCookie.ToString())))).Lasting);
    }

    [Fact]
    public async Task IssueCookie_replaces_a_forged_cookie()
    {
        var forged = OfPage("AAAAAAAAAAAAAAAAAAAAAA.AAAAAAAAAAAAAAAA");

        (await CreateWithKeys()).IssueCookie(forged);

        var issued = ValueOf(forged.Response.Headers.SetCookie.ToString());
        Assert.False(issued.StartsWith("AAAAAAAAAAAAAAAAAAAAAA", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Issue_signs_a_cookie_dated_in_the_future_again_and_keeps_the_reader()
    {
        var now = TimeProvider.System.GetUtcNow();
        var ahead = OfPage();
        (await CreateWithKeys(new Clock(now.AddYears(1)))).IssueCookie(ahead);
        var before = OfPage(ValueOf(ahead.Response.Headers.SetCookie.ToString()));

        (await CreateWithKeys(new Clock(now))).IssueCookie(before);

        var after = Request("10.0.0.1", "Firefox", ValueOf(before.Response.Headers.SetCookie.ToString()));
        Assert.Equal(await LastingIdOf(before), await LastingIdOf(after));
        Assert.True((await Create(new Clock(now.AddHours(2))).Identify(after)).Origin.IsKnown);
    }

    [Fact]
    public async Task A_reader_is_known_an_hour_after_the_signature_and_a_forged_signature_is_ignored()
    {
        var keys = await hub.Grains.GetGrain<IReaderKeyGrain>(0).Today();
        var (now, later) = (new Clock(keys.Since.AddHours(2)), new Clock(keys.Since.AddHours(3)));
        var context = OfPage();
        var reader = await CreateWithKeys(now);
        reader.IssueCookie(context);
        var cookie = ValueOf(context.Response.Headers.SetCookie.ToString());
        var forged = cookie[..^1] + (cookie[^1] == 'A' ? 'Q' : 'A');

        Assert.False((await reader.Identify(Request("10.0.0.1", "Firefox", cookie))).Origin.IsKnown);
        Assert.True((await Create(later).Identify(Request("10.0.0.1", "Firefox", cookie))).Origin.IsKnown);
        Assert.False((await Create(later).Identify(Request("10.0.0.1", "Firefox", forged))).Origin.IsKnown);
        Assert.False((await Create(later).Identify(Request("10.0.0.1", "Firefox"))).Origin.IsKnown);
    }

    [Fact]
    public async Task All_readers_are_known_in_the_first_hour_of_a_hub()
    {
        var keys = await hub.Grains.GetGrain<IReaderKeyGrain>(0).Today();

        Assert.True((await Create(new Clock(keys.Since.AddMinutes(59))).Identify(Request("10.0.0.1", "Firefox"))).Origin.IsKnown);
    }

    [Theory]
    [InlineData("192.0.2.1", "192.0.2.250", true)]
    [InlineData("192.0.2.1", "192.0.3.1", false)]
    [InlineData("192.0.2.1", "::ffff:192.0.2.7", true)]
    [InlineData("2001:db8:1::1", "2001:db8:1:ffff::9", true)]
    [InlineData("2001:db8:1::1", "2001:db8:2::1", false)]
    public async Task Addresses_are_grouped_by_prefix(string one, string other, bool isSame) =>
        Assert.Equal(isSame, (await Create().Identify(Request(one, "Firefox"))).Origin.Prefix == (await Create().Identify(Request(other, "Safari"))).Origin.Prefix);

    [Theory]
    [InlineData("127.0.0.1"), InlineData("10.9.8.7"), InlineData("172.31.0.1"), InlineData("192.168.1.1"), InlineData("100.64.0.1")]
    [InlineData("::1"), InlineData("fe80::1"), InlineData("fd00::1"), InlineData("::ffff:10.0.0.1")]
    public async Task An_address_that_is_not_public_has_no_prefix(string address) =>
        Assert.Equal(0u, (await Create().Identify(Request(address, "Firefox"))).Origin.Prefix);

    [Theory]
    [InlineData("Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)", true)]
    [InlineData("curl/8.5.0", true)]
    [InlineData("python-requests/2.32", true)]
    [InlineData("Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/130.0.0.0 Safari/537.36", true)]
    [InlineData("Mozilla/5.0 (X11; Linux x86_64; rv:132.0) Gecko/20100101 Firefox/132.0", false)]
    [InlineData("Mozilla/5.0 (Linux; Android 12; CUBOT X50) AppleWebKit/537.36", false)]
    [InlineData("", false)]
    public async Task Bots_are_recognized_by_their_user_agent(string agent, bool isBot) =>
        Assert.Equal(isBot, (await Create().Identify(Request("192.0.2.1", agent))).IsBot);

    private async Task<ReaderIdentifier> CreateWithKeys(TimeProvider? time = null)
    {
        var reader = Create(time);
        await reader.Identify(Request("10.0.0.1", "Firefox"));
        return reader;
    }

    private async Task<string> IssueCookie(TimeProvider? time = null)
    {
        var context = OfPage();
        (await CreateWithKeys(time)).IssueCookie(context);
        return ValueOf(context.Response.Headers.SetCookie.ToString());
    }

    private static string ValueOf(string cookie) => cookie[(cookie.IndexOf('=', StringComparison.Ordinal) + 1)..cookie.IndexOf(';', StringComparison.Ordinal)];

    private async Task<ulong> LastingIdOf(HttpContext context) => (await Create().Identify(context)).Lasting;

    private ReaderIdentifier Create(TimeProvider? time = null) => new(hub.Grains, Options.Create(new FairnessOptions()), new WallClock(time ?? TimeProvider.System));

    /// <summary>A request that a page of the hub makes.</summary>
    private static DefaultHttpContext OfPage(string? cookie = null)
    {
        var context = Request("10.0.0.1", "Firefox", cookie);
        context.Request.Headers["Sec-Fetch-Site"] = "same-origin";
        return context;
    }

    private static DefaultHttpContext Request(string address, string browser, string? cookie = null)
    {
        var context = new DefaultHttpContext();
        context.Connection.RemoteIpAddress = IPAddress.Parse(address);
        context.Request.Headers.UserAgent = browser;
        if (cookie is not null) context.Request.Headers.Cookie = $"{ReaderIdentifier.Cookie}={cookie}";
        return context;
    }

    private sealed class Clock(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}
