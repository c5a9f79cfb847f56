namespace NewsHub.Traffic.Hub;

/// <summary>The result of a command.</summary>
/// <param name="Receipt">Null if the command was refused.</param>
/// <param name="Problem">The reason of a refusal.</param>
/// <param name="SentAt">Timestamp of the first attempt.</param>
internal sealed record Answer(Receipt? Receipt, string? Problem, long SentAt);
