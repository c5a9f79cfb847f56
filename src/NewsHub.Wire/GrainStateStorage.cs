using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Orleans.Storage;

namespace NewsHub.Wire;

/// <summary>
/// Stores grain state as JSON in the wire's database, with the same durability. The key is the full grain id and the state's name; an etag
/// guards against concurrent writes.
/// </summary>
internal sealed class GrainStateStorage(IGrainStates states, IEnumerable<IJsonTypeInfoResolver> resolvers) : IGrainStorage
{
    private readonly JsonSerializerOptions _json = new(WireJson.Default.Options)
    {
        TypeInfoResolver = JsonTypeInfoResolver.Combine([WireJson.Default, .. resolvers]),
    };

    public async Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        var stored = await states.Find(grainId.ToString(), stateName);
        grainState.ETag = stored?.Etag.ToString(CultureInfo.InvariantCulture);
        grainState.RecordExists = stored?.Payload is not null;
        grainState.State = stored?.Payload is { } payload ? JsonSerializer.Deserialize(payload, TypeInfo<T>())! : Activator.CreateInstance<T>();
    }

    public Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
        Store(stateName, grainId, grainState, JsonSerializer.SerializeToUtf8Bytes(grainState.State!, TypeInfo<T>()));

    public async Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        await Store(stateName, grainId, grainState, null);
        grainState.State = Activator.CreateInstance<T>();
    }

    private async Task Store<T>(string stateName, GrainId grainId, IGrainState<T> grainState, byte[]? payload)
    {
        var expected = grainState.ETag is null ? 0 : long.Parse(grainState.ETag, CultureInfo.InvariantCulture);
        if (!await states.TryStore(grainId.ToString(), stateName, expected, payload))
            throw new InconsistentStateException(
                $"The state {stateName} of {grainId} has another etag: another writer has stored it.", "another", grainState.ETag ?? "none");
        grainState.ETag = (expected + 1).ToString(CultureInfo.InvariantCulture);
        grainState.RecordExists = payload is not null;
    }

    private JsonTypeInfo<T> TypeInfo<T>() => (JsonTypeInfo<T>)_json.GetTypeInfo(typeof(T));
}
