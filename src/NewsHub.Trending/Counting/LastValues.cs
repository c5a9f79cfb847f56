using System.Diagnostics.CodeAnalysis;

namespace NewsHub.Trending.Counting;

/// <summary>Keeps the latest distinct values of each key, for a bounded number of keys.</summary>
/// <param name="maxKeys">Maximum number of keys; above it the key added first is evicted.</param>
/// <param name="valuesPerKey">Maximum number of values per key; above it the value added first is evicted.</param>
internal sealed class LastValues<TKey, TValue>(int maxKeys, int valuesPerKey) where TKey : notnull
{
    private readonly Dictionary<TKey, Queue<TValue>> _values = [];
    private readonly Queue<TKey> _keys = [];

    public void Add(TKey key, TValue value)
    {
        if (!TryGet(key, out var values))
        {
            if (_keys.Count == maxKeys) _values.Remove(_keys.Dequeue());
            _keys.Enqueue(key);
            _values[key] = values = new Queue<TValue>();
        }
        if (values.Contains(value)) return;
        if (values.Count == valuesPerKey) values.Dequeue();
        values.Enqueue(value);
    }

    public IEnumerable<TValue> Of(TKey key) => TryGet(key, out var values) ? values : [];

    public void Clear()
    {
        _values.Clear();
        _keys.Clear();
    }

    private bool TryGet(TKey key, [NotNullWhen(true)] out Queue<TValue>? values) => _values.TryGetValue(key, out values);
}
