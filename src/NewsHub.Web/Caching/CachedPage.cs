using Microsoft.AspNetCore.Http;
using NewsHub.Wire;

namespace NewsHub.Web.Caching;

/// <summary>A page that is being rendered, or was.</summary>
/// <param name="render">Renders the page, or returns what is shown in its place.</param>
/// <param name="startedAt">When the page was first requested, as a <see cref="TimeProvider"/> timestamp.</param>
internal sealed class CachedPage(Func<CachedPage, Task<IResult>> render, long startedAt)
{
    private readonly Lock _lock = new();
    private readonly List<string> _changedMeanwhile = [];
    private Lazy<Task<IResult>>? _result;
    private HashSet<string>? _topics;

    public long StartedAt => startedAt;

    /// <summary>Bytes of the rendered page without compression; 0 until it is rendered.</summary>
    public int Length { get; private set; }

    /// <summary>The rendered page. All who ask meanwhile wait for the same rendering.</summary>
    public Task<IResult> Result
    {
        get
        {
            lock (_lock) _result ??= new Lazy<Task<IResult>>(() => render(this));
            return _result.Value;
        }
    }

    /// <summary>True if the page shows, or may show, something else after an entry.</summary>
    public bool IsChangedBy(Entry entry)
    {
        if (entry is { ErasesUpTo: > 0, Part: null }) return true; // whatever shows the article, the pages that link to it included
        lock (_lock)
        {
            if (_topics is not null) return entry.Topics.Any(_topics.Contains);
            _changedMeanwhile.AddRange(entry.Topics);
            return false;
        }
    }

    /// <summary>Ends the rendering. Returns false if an entry has changed the page since it began.</summary>
    public bool Complete(int length, IReadOnlyList<string> topics)
    {
        lock (_lock)
        {
            Length = length;
            _topics = [.. topics];
            return !_changedMeanwhile.Any(_topics.Contains);
        }
    }
}
