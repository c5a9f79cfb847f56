using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using NewsHub.Trending.Fairness;
using NewsHub.Wire;

namespace NewsHub.Trending.Counting;

/// <summary>
/// Identifies readers by a keyed 64-bit hash of a random first-party cookie, or of address and User-Agent when there is no cookie. Neither
/// is stored, and without the key a guess cannot be verified.
/// </summary>
/// <remarks>
/// Counting uses a key that is replaced at midnight (UTC): reads of different days cannot be linked, and a reader of two days counts as two
/// distinct readers. A reaction must be recognized for as long as it can be withdrawn, so it is stored under a hash with the lasting key; that
/// hash is stored with nothing else.
/// </remarks>
public sealed class ReaderIdentifier(IGrainFactory grains, IOptions<FairnessOptions> options, WallClock clock)
{
    public const string Cookie = "newshub-reader";

    private static readonly TimeSpan CookieLifetime = TimeSpan.FromDays(365);

    /// <summary>Minimum time between two requests for today's keys; applies at midnight when the clocks of the hubs differ.</summary>
    private static readonly TimeSpan MinCacheTime = TimeSpan.FromSeconds(1);

    private static readonly object IdentityItem = new();

    private CachedKeys? _cachedKeys;

    /// <summary>Identifies the reader of a request. The result is cached in the request, so a long-lived connection is hashed once a day.</summary>
    public async ValueTask<ReaderIdentity> Identify(HttpContext context)
    {
        var keys = await GetKeys();
        if (context.Items.TryGetValue(IdentityItem, out var cached) && cached is (ReaderKeys usedKeys, ReaderIdentity identity) && ReferenceEquals(usedKeys, keys)) return identity;
        identity = CreateIdentity(context, keys);
        context.Items[IdentityItem] = (keys, identity);
        return identity;
    }

    /// <summary>
    /// Sets a random cookie in a browser that has none, and signs an unsigned one. Does not wait for the hub's keys: until this process has
    /// them the cookie is set without a signature, and a later page signs it.
    /// </summary>
    public void IssueCookie(HttpContext context)
    {
        var key = _cachedKeys?.Keys.Lasting;
        var cookie = ReaderCookie.Read(context.Request.Cookies[Cookie], key);
        var now = clock.Now;
        if (cookie?.Since <= now || (cookie is not null && key is null)) return;
        context.Response.Cookies.Append(Cookie, (cookie is null ? ReaderCookie.New(now) : cookie with { Since = now }).Write(key), new CookieOptions
        {
            HttpOnly = true,
            SameSite = SameSiteMode.Lax,
            Secure = context.Request.IsHttps,
            Path = "/",
            MaxAge = CookieLifetime,
        });
    }

    /// <summary>The first 64 bits of an HMAC-SHA256.</summary>
    public static ulong Hash(byte[] key, string text)
    {
        Span<byte> hash = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(text), hash);
        return BinaryPrimitives.ReadUInt64LittleEndian(hash);
    }

    private async ValueTask<ReaderKeys> GetKeys()
    {
        var cached = _cachedKeys;
        if (cached is not null && clock.Now is var now && now >= cached.Since && now < cached.Until) return cached.Keys;
        var fresh = await grains.GetGrain<IReaderKeyGrain>(0).Today();
        var since = clock.Now;
        var minUntil = since + MinCacheTime;
        _cachedKeys = new CachedKeys(fresh, since, fresh.Until > minUntil ? fresh.Until : minUntil);
        return fresh;
    }

    private ReaderIdentity CreateIdentity(HttpContext context, ReaderKeys keys)
    {
        var agent = context.Request.Headers.UserAgent.ToString();
        var cookie = ReaderCookie.Read(context.Request.Cookies[Cookie], keys.Lasting);
        var subject = cookie is null ? $"address {context.Connection.RemoteIpAddress} {agent}" : $"cookie {cookie.Id}";
        var prefix = AddressPrefix.Of(context.Connection.RemoteIpAddress) is { } text ? (uint)Hash(keys.Today, $"prefix {text}") | 1 : 0;
        var origin = Origin.Of(prefix, (uint)Hash(keys.Today, $"agent {agent}"), IsKnown(cookie, keys));
        return new ReaderIdentity(Hash(keys.Today, subject), Hash(keys.Lasting, subject), origin, Agent.IsBot(agent));
    }

    // Until the hub is older than KnownAfter no reader can be known by age, so all readers are treated as known.
    private bool IsKnown(ReaderCookie? cookie, ReaderKeys keys)
    {
        var before = clock.Now - options.Value.KnownAfter;
        return cookie?.Since <= before || keys.Since > before;
    }

    /// <param name="Since">
    /// When the keys were fetched. A time before it means that the clock was set back, perhaps to another day, so the keys are fetched again.
    /// </param>
    private sealed record CachedKeys(ReaderKeys Keys, DateTimeOffset Since, DateTimeOffset Until);
}
