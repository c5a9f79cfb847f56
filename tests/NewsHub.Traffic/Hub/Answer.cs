namespace NewsHub.Traffic.Hub;

/// <summary>What came of a command.</summary>
/// <param name="Receipt">Null: it was refused.</param>
/// <param name="Problem">Why.</param>
/// <param name="SentAt">The timestamp at which it was first sent.</param>
internal sealed record Answer(Receipt? Receipt, string? Problem, long SentAt);
