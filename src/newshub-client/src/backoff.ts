const first = 500;
const longest = 30_000;

/**
 * Milliseconds to wait before try `attempt` (0, 1, 2 …): anywhere between half and all of 0.5 s, 1 s, 2 s … 30 s, so that the
 * readers of a hub that restarts do not come back all at once.
 */
export function backoff(attempt: number, random: () => number = Math.random): number {
  const ceiling = Math.min(longest, first * 2 ** Math.min(attempt, 16));
  return Math.round(ceiling * (0.5 + random() / 2));
}
