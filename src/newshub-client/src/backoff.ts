const firstDelay = 500;
const maxDelay = 30_000;

/**
 * Milliseconds to wait before retry `attempt` (0, 1, 2 …): a random value between half and all of 0.5 s, 1 s, 2 s … 30 s. The jitter
 * spreads the reconnects after a hub restart.
 */
export function backoff(attempt: number, random: () => number = Math.random): number {
  const ceiling = Math.min(maxDelay, firstDelay * 2 ** attempt);
  return Math.round(ceiling * (0.5 + random() / 2));
}
