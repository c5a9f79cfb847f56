using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using NewsHub.Trending.Fairness;
using NewsHub.Wire;

namespace NewsHub.Trending.Counting;

/// <summary>
/// Tells readers apart without knowing who they are: a keyed 64-bit hash of a random first-party cookie, or of address and browser where
/// there is none. Neither is stored, and without the key nobody can test a guess.
/// </summary>
/// <remarks>
/// Counting uses a key that is forgotten at midnight (UTC): what was read yesterday can't be joined with what is read today, and an article's
/// distinct readers are those of each day. A reaction must be recognised for as long as it can be taken back, so it is kept under a hash
/// that lasts; that hash is stored with nothing else.
/// </remarks>
public sealed class ReaderIdentifier(IGrainFactory grains, IOptions<FairnessOptions> options, WallClock clock)
{
    public const string Cookie = "newshub-reader";

    private static readonly TimeSpan CookieLife = TimeSpan.FromDays(365);

    /// <summary>Least time between two questions for today's keys, should the clocks differ at midnight.</summary>
    private static readonly TimeSpan LeastHold = TimeSpan.FromSeconds(1);

    private static readonly object Remembered = new();

    private Held? _held;

    /// <summary>Who sent this request. Remembered with it: a connection that stays is hashed once a day.</summary>
    public async ValueTask<ReaderIdentity> Of(HttpContext context)
    {
        var keys = await Keys();
        if (context.Items.TryGetValue(Remembered, out var known) && known is (ReaderKeys with, ReaderIdentity identity) && ReferenceEquals(with, keys)) return identity;
        identity = Recognise(context, keys);
        context.Items[Remembered] = (keys, identity);
        return identity;
    }

    /// <summary>
    /// Gives a browser that has none its random cookie. It is sealed with its time once this process knows the hub's keys; a page that is
    /// asked for earlier does not wait for them, and the next one seals it.
    /// </summary>
    public void Issue(HttpContext context)
    {
        var key = _held?.Keys.Lasting;
        var cookie = ReaderCookie.Read(context.Request.Cookies[Cookie], key);
        var now = clock.Now;
        if (cookie?.Since <= now || (cookie is not null && key is null)) return;
        context.Response.Cookies.Append(Cookie, (cookie is null ? ReaderCookie.New(now) : cookie with { Since = now }).Write(key), new CookieOptions
        {
            HttpOnly = true,
            SameSite = SameSiteMode.Lax,
            Secure = context.Request.IsHttps,
            Path = "/",
            MaxAge = CookieLife,
        });
    }

    /// <summary>The first 64 bits of an HMAC-SHA256.</summary>
    public static ulong Hash(byte[] key, string text)
    {
        Span<byte> hash = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(text), hash);
        return BinaryPrimitives.ReadUInt64LittleEndian(hash);
    }

    private async ValueTask<ReaderKeys> Keys()
    {
        var held = _held;
        if (held is not null && clock.Now is var now && now >= held.Since && now < held.Until) return held.Keys;
        var fresh = await grains.GetGrain<IReaderKeyGrain>(0).Today();
        var since = clock.Now;
        var hold = since + LeastHold;
        _held = new Held(fresh, since, fresh.Until > hold ? fresh.Until : hold);
        return fresh;
    }

    private ReaderIdentity Recognise(HttpContext context, ReaderKeys keys)
    {
        var agent = context.Request.Headers.UserAgent.ToString();
        var cookie = ReaderCookie.Read(context.Request.Cookies[Cookie], keys.Lasting);
        var who = cookie is null ? $"address {context.Connection.RemoteIpAddress} {agent}" : $"cookie {cookie.Id}";
        var prefix = AddressPrefix.Of(context.Connection.RemoteIpAddress) is { } text ? (uint)Hash(keys.Today, $"prefix {text}") | 1 : 0;
        var origin = Origin.Of(prefix, (uint)Hash(keys.Today, $"agent {agent}"), IsKnown(cookie, keys));
        return new ReaderIdentity(Hash(keys.Today, who), Hash(keys.Lasting, who), origin, Agent.IsBot(agent));
    }

    // While the hub itself is young nobody can be known, and newcomers say nothing.
    private bool IsKnown(ReaderCookie? cookie, ReaderKeys keys)
    {
        var before = clock.Now - options.Value.KnownAfter;
        return cookie?.Since <= before || keys.Since > before;
    }

    /// <param name="Since">Before it the clock was set back, perhaps to another day: the keys are asked for again.</param>
    private sealed record Held(ReaderKeys Keys, DateTimeOffset Since, DateTimeOffset Until);
}
