using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using NewsHub.Trending.Counting;
using NewsHub.Trending.Fairness;
using NewsHub.Wire;
using Xunit;

namespace NewsHub.Tests.Trending;

[Collection(OnTrendingCluster.Name)]
public sealed class ReaderTests(TrendingCluster hub)
{
    [Fact]
    public async Task A_cookie_tells_readers_apart_wherever_they_are()
    {
        var home = await Of(Request("10.0.0.1", "Firefox", "AAAAAAAAAAAAAAAAAAAAAA"));

        Assert.Equal(home, await Of(Request("10.0.0.2", "Firefox", "AAAAAAAAAAAAAAAAAAAAAA")));
        Assert.NotEqual(home, await Of(Request("10.0.0.1", "Firefox", "BBBBBBBBBBBBBBBBBBBBBB")));
    }

    [Fact]
    public async Task Without_a_cookie_address_and_browser_do()
    {
        var reader = await Of(Request("10.0.0.1", "Firefox"));

        Assert.Equal(reader, await Of(Request("10.0.0.1", "Firefox")));
        Assert.NotEqual(reader, await Of(Request("10.0.0.2", "Firefox")));
        Assert.NotEqual(reader, await Of(Request("10.0.0.1", "Safari")));
        Assert.Equal(reader, await Of(Request("10.0.0.1", "Firefox", "not one of ours")));
    }

    [Fact]
    public async Task The_key_is_the_same_for_every_gateway_and_after_a_restart()
    {
        var before = await Of(Request("10.0.0.1", "Firefox"));

        await TrendingCluster.Deactivate(hub.Grains.GetGrain<IReaderKeyGrain>(0));

        Assert.Equal(before, await Of(Request("10.0.0.1", "Firefox")));
    }

    [Fact]
    public async Task What_is_counted_today_cannot_be_joined_with_yesterday()
    {
        var key = hub.Grains.GetGrain<IReaderKeyGrain>(0);
        var today = await key.Today();

        Assert.NotEqual(today.Today, today.Lasting);
        Assert.Equal(today.Today, (await key.Today()).Today);
        Assert.InRange(today.Until - TimeProvider.System.GetUtcNow(), TimeSpan.Zero, TimeSpan.FromDays(1));
        var visitor = await Reader().Of(Request("10.0.0.1", "Firefox"));
        Assert.NotEqual(visitor.Lasting, visitor.Reader);
    }

    [Fact]
    public async Task A_connection_that_stays_is_recognised_once()
    {
        var (reader, context) = (Reader(), Request("10.0.0.1", "Firefox"));
        var visitor = await reader.Of(context);

        context.Request.Headers.UserAgent = "Safari";

        Assert.Equal(visitor, await reader.Of(context));
    }

    [Fact]
    public async Task The_cookie_is_first_party_sealed_out_of_reach_of_scripts_and_lasts_a_year()
    {
        var context = Request("10.0.0.1", "Firefox");
        var reader = await Warm();

        reader.Issue(context);

        var cookie = context.Response.Headers.SetCookie.ToString();
        Assert.Matches(@"^newshub-reader=[A-Za-z0-9_-]{22}\.[A-Za-z0-9_-]{16}; max-age=31536000; path=/; samesite=lax; httponly$", cookie);
        var again = Request("10.0.0.1", "Firefox", ValueOf(cookie));
        reader.Issue(again);
        Assert.Equal(0, again.Response.Headers.SetCookie.Count);
    }

    [Fact]
    public void A_page_that_is_asked_for_before_the_keys_are_here_gives_a_cookie_without_seal_and_does_not_wait()
    {
        var context = Request("10.0.0.1", "Firefox");

        Reader().Issue(context);

        Assert.Matches("^newshub-reader=[A-Za-z0-9_-]{22};", context.Response.Headers.SetCookie.ToString());
    }

    [Fact]
    public async Task A_cookie_without_seal_is_sealed_and_its_reader_stays_the_same()
    {
        var reader = await Warm();
        var before = Request("10.0.0.1", "Firefox", "AAAAAAAAAAAAAAAAAAAAAA");

        reader.Issue(before);

        var after = Request("10.0.0.1", "Firefox", ValueOf(before.Response.Headers.SetCookie.ToString()));
        Assert.Equal((await reader.Of(before)).Lasting, (await reader.Of(after)).Lasting);
    }

    [Fact]
    public async Task A_cookie_that_was_sealed_by_a_clock_that_ran_ahead_is_sealed_again_and_its_reader_stays_the_same()
    {
        var now = TimeProvider.System.GetUtcNow();
        var ahead = Request("10.0.0.1", "Firefox");
        (await Warm(new Clock(now.AddYears(1)))).Issue(ahead);
        var before = Request("10.0.0.1", "Firefox", ValueOf(ahead.Response.Headers.SetCookie.ToString()));

        (await Warm(new Clock(now))).Issue(before);

        var after = Request("10.0.0.1", "Firefox", ValueOf(before.Response.Headers.SetCookie.ToString()));
        Assert.Equal(await Of(before), await Of(after));
        Assert.True((await Reader(new Clock(now.AddHours(2))).Of(after)).Origin.IsKnown);
    }

    [Fact]
    public async Task A_reader_is_known_an_hour_after_the_seal_and_nobody_can_make_up_a_seal()
    {
        var keys = await hub.Grains.GetGrain<IReaderKeyGrain>(0).Today();
        var (now, later) = (new Clock(keys.Since.AddHours(2)), new Clock(keys.Since.AddHours(3)));
        var context = Request("10.0.0.1", "Firefox");
        var reader = await Warm(now);
        reader.Issue(context);
        var cookie = ValueOf(context.Response.Headers.SetCookie.ToString());
        var forged = cookie[..^1] + (cookie[^1] == 'A' ? 'Q' : 'A');

        Assert.False((await reader.Of(Request("10.0.0.1", "Firefox", cookie))).Origin.IsKnown);
        Assert.True((await Reader(later).Of(Request("10.0.0.1", "Firefox", cookie))).Origin.IsKnown);
        Assert.False((await Reader(later).Of(Request("10.0.0.1", "Firefox", forged))).Origin.IsKnown);
        Assert.False((await Reader(later).Of(Request("10.0.0.1", "Firefox"))).Origin.IsKnown);
    }

    [Fact]
    public async Task While_the_hub_is_young_everybody_is_known()
    {
        var keys = await hub.Grains.GetGrain<IReaderKeyGrain>(0).Today();

        Assert.True((await Reader(new Clock(keys.Since.AddMinutes(59))).Of(Request("10.0.0.1", "Firefox"))).Origin.IsKnown);
    }

    [Theory]
    [InlineData("192.0.2.1", "192.0.2.250", true)]
    [InlineData("192.0.2.1", "192.0.3.1", false)]
    [InlineData("192.0.2.1", "::ffff:192.0.2.7", true)]
    [InlineData("2001:db8:1::1", "2001:db8:1:ffff::9", true)]
    [InlineData("2001:db8:1::1", "2001:db8:2::1", false)]
    public async Task Addresses_of_one_prefix_are_told_from_others(string one, string other, bool isSame) =>
        Assert.Equal(isSame, (await Reader().Of(Request(one, "Firefox"))).Origin.Prefix == (await Reader().Of(Request(other, "Safari"))).Origin.Prefix);

    [Theory]
    [InlineData("127.0.0.1"), InlineData("10.9.8.7"), InlineData("172.31.0.1"), InlineData("192.168.1.1"), InlineData("100.64.0.1")]
    [InlineData("::1"), InlineData("fe80::1"), InlineData("fd00::1"), InlineData("::ffff:10.0.0.1")]
    public async Task An_address_that_is_not_public_says_nothing(string address) =>
        Assert.Equal(0u, (await Reader().Of(Request(address, "Firefox"))).Origin.Prefix);

    [Theory]
    [InlineData("Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)", true)]
    [InlineData("curl/8.5.0", true)]
    [InlineData("python-requests/2.32", true)]
    [InlineData("Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/130.0.0.0 Safari/537.36", true)]
    [InlineData("Mozilla/5.0 (X11; Linux x86_64; rv:132.0) Gecko/20100101 Firefox/132.0", false)]
    [InlineData("Mozilla/5.0 (Linux; Android 12; CUBOT X50) AppleWebKit/537.36", false)]
    [InlineData("", false)]
    public async Task Programs_that_say_so_are_recognised(string agent, bool isBot) =>
        Assert.Equal(isBot, (await Reader().Of(Request("192.0.2.1", agent))).IsBot);

    private async Task<ReaderIdentifier> Warm(TimeProvider? time = null)
    {
        var reader = Reader(time);
        await reader.Of(Request("10.0.0.1", "Firefox"));
        return reader;
    }

    private static string ValueOf(string cookie) => cookie[(cookie.IndexOf('=', StringComparison.Ordinal) + 1)..cookie.IndexOf(';', StringComparison.Ordinal)];

    private async Task<ulong> Of(HttpContext context) => (await Reader().Of(context)).Lasting;

    private ReaderIdentifier Reader(TimeProvider? time = null) => new(hub.Grains, Options.Create(new FairnessOptions()), new WallClock(time ?? TimeProvider.System));

    private static DefaultHttpContext Request(string address, string browser, string? cookie = null)
    {
        var context = new DefaultHttpContext();
        context.Connection.RemoteIpAddress = IPAddress.Parse(address);
        context.Request.Headers.UserAgent = browser;
        if (cookie is not null) context.Request.Headers.Cookie = $"{NewsHub.Trending.Counting.ReaderIdentifier.Cookie}={cookie}";
        return context;
    }

    private sealed class Clock(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}
