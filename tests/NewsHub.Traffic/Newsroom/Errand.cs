namespace NewsHub.Traffic.Newsroom;

/// <summary>Something to be done later.</summary>
internal sealed record Errand(DateTimeOffset At, Piece Piece, bool ClearsAlert);
