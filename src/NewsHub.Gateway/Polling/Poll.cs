using System.Net;
using NewsHub.Wire;

namespace NewsHub.Gateway.Polling;

/// <summary>A valid request for entries.</summary>
/// <param name="After">Null for the newest entries.</param>
/// <param name="Limit">Maximum number of entries; an answer may have fewer although there are more.</param>
/// <param name="Wait">How long to wait for an entry if there is none; zero for an answer at once.</param>
internal sealed record Poll(IReadOnlyList<string> Topics, Cursor? After, int Limit, TimeSpan Wait, IPAddress? Address);
