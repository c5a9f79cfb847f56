using NewsHub.Wire;
using NewsHub.Wire.Outputs;

namespace NewsHub.Articles.Front;

/// <summary>Takes killed and withheld articles off the front page. Pages never show them; this forgets where they stood, also after a release.</summary>
internal sealed class FrontWithdrawals(IGrainFactory grains) : IWireOutput
{
    public string Name => "front-withdrawals";

    public Task Handle(IReadOnlyList<Entry> entries, CancellationToken stopping)
    {
        string[] withdrawn = [.. entries.Where(entry => entry.Kind is EntryKind.Killed or EntryKind.Withheld).Select(entry => entry.Article.Id)];
        return withdrawn.Length == 0 ? Task.CompletedTask : grains.GetGrain<IFrontGrain>(0).Drop(withdrawn);
    }
}
