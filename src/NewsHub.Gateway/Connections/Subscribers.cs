namespace NewsHub.Gateway.Connections;

/// <summary>The connections that follow one topic, by shard. Broadcasts iterate copies, which are remade only after a change.</summary>
internal sealed class Subscribers
{
    private readonly HashSet<Connection>[] _shards = Array.ConvertAll(new object[Shards], _ => new HashSet<Connection>());
    private readonly Connection[]?[] _copies = new Connection[]?[Shards];
    private Connection[][]? _all;

    /// <summary>One shard per core. Each offers its part of a broadcast.</summary>
    public static int Shards { get; } = Environment.ProcessorCount;

    public int Count { get; private set; }

    public bool IsEmpty => Count == 0;

    public void Add(Connection connection)
    {
        if (_shards[ShardOf(connection)].Add(connection)) OnChanged(connection, 1);
    }

    public void Remove(Connection connection)
    {
        if (_shards[ShardOf(connection)].Remove(connection)) OnChanged(connection, -1);
    }

    /// <summary>An immutable copy of the current subscribers, by shard.</summary>
    public Connection[][] Copy()
    {
        if (_all is not null) return _all;
        for (var shard = 0; shard < Shards; shard++) _copies[shard] ??= [.. _shards[shard]];
        return _all = [.. _copies!];
    }

    private void OnChanged(Connection connection, int by)
    {
        Count += by;
        _copies[ShardOf(connection)] = null;
        _all = null;
    }

    private static int ShardOf(Connection connection) => (int)(connection.Number % (uint)Shards);
}
