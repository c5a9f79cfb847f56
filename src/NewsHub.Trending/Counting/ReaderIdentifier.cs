using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using NewsHub.Trending.Fairness;
using NewsHub.Wire;

namespace NewsHub.Trending.Counting;

/// <summary>
/// Identifies readers by a keyed 64-bit hash of a random id that the hub has signed, in a token (<see cref="ReaderToken"/>) or a first-party cookie,
/// or of address and User-Agent when there is none. Neither is stored, and without the key a guess cannot be verified. Any other cookie counts as none.
/// </summary>
/// <remarks>
/// Counting uses a key that is replaced at midnight (UTC): reads of different days cannot be linked, and a reader of two days counts as two
/// distinct readers. A reaction must be recognized for as long as it can be withdrawn, so it uses the lasting key, and is stored under a hash
/// that differs between articles (<see cref="ReactionHash"/>). Without a cookie reactions are those of the address: a User-Agent costs nothing to
/// make up.
/// </remarks>
public sealed class ReaderIdentifier(IGrainFactory grains, IOptions<FairnessOptions> options, WallClock clock)
{
    public const string Cookie = "newshub-reader";

    /// <summary>Minimum time between two requests for today's keys; applies at midnight when the clocks of the hubs differ.</summary>
    private static readonly TimeSpan MinCacheTime = TimeSpan.FromSeconds(1);

    private static readonly object IdentityItem = new();
    private static readonly object IssuedCookieItem = new();

    private CachedKeys? _cachedKeys;

    /// <summary>Identifies the reader of a request, and gives a browser its cookie. The result is cached in the request, so a long-lived connection is hashed once a day.</summary>
    public async ValueTask<ReaderIdentity> Identify(HttpContext context)
    {
        var keys = await GetKeys();
        if (context.Items.TryGetValue(IdentityItem, out var cached) && cached is (ReaderKeys usedKeys, ReaderIdentity identity) && ReferenceEquals(usedKeys, keys)) return identity;
        IssueCookie(context);
        identity = CreateIdentity(context, keys);
        context.Items[IdentityItem] = (keys, identity);
        return identity;
    }

    /// <summary>
    /// Sets a signed random cookie in a browser that shows a page of this hub and has none. Does not wait for the hub's keys: until this process has
    /// loaded them no cookie is set, and a later request sets it.
    /// </summary>
    /// <remarks>
    /// The reactions of this request are already those of the cookie. Its reads are not: a browser that refuses cookies, and gets a new one with each
    /// connection, stays one reader.
    /// </remarks>
    public void IssueCookie(HttpContext context)
    {
        if (_cachedKeys?.Keys.Lasting is not { } key || context.Response.HasStarted || !IsFromOwnPage(context.Request) || ReaderToken.Of(context.Request) is not null) return;
        var (text, now) = (context.Request.Cookies[Cookie], clock.Now);
        var cookie = ReaderCookie.Read(text, key, now);
        if (cookie?.Since <= now) return;
        var id = cookie?.Id ?? ReaderCookie.ReadUnsigned(text);
        var issued = id is null ? ReaderCookie.New(now) : new ReaderCookie(id, now);
        context.Items[IssuedCookieItem] = issued;
        context.Response.Cookies.Append(Cookie, issued.Write(key), new CookieOptions
        {
            HttpOnly = true,
            SameSite = SameSiteMode.Lax,
            Secure = context.Request.IsHttps,
            Path = "/",
            MaxAge = ReaderCookie.Lifetime,
        });
    }

    /// <summary>The token of a request, if this hub issued it and it has not expired; otherwise null.</summary>
    public async ValueTask<string?> FindToken(HttpContext context)
    {
        var token = ReaderToken.Of(context.Request);
        return token is not null && ReaderCookie.Read(token, (await GetKeys()).Lasting, clock.Now) is not null ? token : null;
    }

    /// <summary>A new token.</summary>
    public async ValueTask<string> NewToken() => ReaderCookie.New(clock.Now).Write((await GetKeys()).Lasting);

    /// <summary>Loads the keys, so that cookies can be issued.</summary>
    public async Task LoadKeys() => await GetKeys();

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
        var (agent, address, text) = (context.Request.Headers.UserAgent.ToString(), context.Connection.RemoteIpAddress, ReaderToken.Of(context.Request) ?? context.Request.Cookies[Cookie]);
        var cookie = ReaderCookie.Read(text, keys.Lasting, clock.Now);
        var lasting = context.Items[IssuedCookieItem] as ReaderCookie ?? cookie;
        var (machine, network) = (AddressPrefix.Machine(address), AddressPrefix.Network(address));
        // Buckets under the lasting key: what is usual is known for days. A bucket holds thousands of networks of the world and identifies nobody.
        var prefix = AddressPrefix.PublicNetwork(address) is { } publicNetwork ? BucketOf($"prefix {publicNetwork}", UsualReaders.Prefixes) : 0;
        var provider = AddressPrefix.Provider(address) is { } publicProvider ? BucketOf($"provider {publicProvider}", UsualReaders.Prefixes) : 0;
        return new ReaderIdentity(
            Hash(keys.Today, cookie is null ? $"address {address} {agent}" : $"cookie {cookie.Id}"),
            Hash(keys.Lasting, lasting is null ? $"machine {machine}" : $"cookie {lasting.Id}"),
            Origin.Of(prefix, BucketOf($"agent {agent}", UsualReaders.Agents), IsKnown(cookie, keys), provider),
            Agent.IsBot(agent))
        {
            Address = Hash(keys.Today, $"machine {machine}"),
            Network = Hash(keys.Today, $"network {network}"),
            Former = cookie is not null ? 0 : Hash(keys.Lasting, ReaderCookie.ReadUnsigned(text) is { } id ? $"cookie {id}" : $"address {address} {agent}"),
        };

        uint BucketOf(string value, int buckets) => (uint)(Hash(keys.Lasting, value) % (ulong)buckets) + 1;
    }

    /// <summary>True if a browser says that a page of this hub made the request (Fetch, 3.2; Fetch Metadata, 2.3). What other sites embed gets no cookie.</summary>
    private static bool IsFromOwnPage(HttpRequest request) =>
        request.Headers["Sec-Fetch-Site"] == "same-origin"
        || (Uri.TryCreate(request.Headers.Origin, UriKind.Absolute, out var origin) && origin.Authority.Equals(request.Host.Value, StringComparison.OrdinalIgnoreCase));

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
