namespace NewsHub.Http;

/// <summary>Metadata of an endpoint that everybody may call, and whose answer says more to a caller with a key.</summary>
public sealed record OptionalKey;
