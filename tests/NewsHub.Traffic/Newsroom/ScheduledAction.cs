namespace NewsHub.Traffic.Newsroom;

/// <summary>An action scheduled for later: clears an alert, or publishes a withheld article again.</summary>
internal sealed record ScheduledAction(DateTimeOffset At, Piece Piece, bool ClearsAlert);
