namespace NewsHub.EndToEndTests;

internal static class HubNewsroom
{
    /// <summary>Opens a client that uses the hub's admin key.</summary>
    public static Newsroom OpenNewsroom(this HubProcess hub) => new(hub.Address, hub.Key);
}
