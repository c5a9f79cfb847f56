import type { Place, Ranking } from "newshub-client";
import { findWord, number, plural, word } from "./words";

/** The inputs of a score, as returned by `?explain=true`. Sums are as of `at` and have decayed since. */
export interface Explanation {
  readonly at: string;
  readonly halfLifeSeconds: number;
  readonly readers: number;
  readonly dampening: number;
  readonly dampenedBy?: string;
  readonly positionCorrection: number;
  readonly reactions: number;
  readonly readerWeight: number;
  readonly reactionWeight: number;
  /** What is left of the value with which the article started. */
  readonly prior?: number;
  readonly ignored: Readonly<Record<string, number>>;
}

/** Timeout of the request in milliseconds. */
const timeout = 5000;

/** Explains the place of an article in the ranking `rising` or `rising/world`; null when the hub gives no explanation. */
export async function explain(ranking: string, articleId: string): Promise<string | null> {
  const [name, section] = ranking.split("/");
  const query = new URLSearchParams({ explain: "true", ...(section && { section }) });
  try {
    const response = await fetch(`/api/rankings/${name}?${query}`, { signal: AbortSignal.timeout(timeout) });
    if (!response.ok) return null;
    const { at, entries } = (await response.json()) as Ranking;
    const place = entries.find((candidate) => candidate.articleId === articleId) as (Place & { why?: Explanation }) | undefined;
    return place?.why ? describe(place.why, place.score, at) : null;
  } catch {
    return null;
  }
}

const ignoredWords = { repeat: "why.repeat", bot: "why.bot", unread: "why.unread" };

/** @param at The time of the ranking. */
export function describe(why: Explanation, score: number, at: string): string {
  const decay = 2 ** -((Date.parse(at) - Date.parse(why.at)) / 1000 / why.halfLifeSeconds);
  const readers = Math.round(why.readers * decay);
  const reactions = Math.round(why.reactions * decay);
  const halfLife = why.halfLifeSeconds < 3600 ? word("minutes", why.halfLifeSeconds / 60) : word("hours", why.halfLifeSeconds / 3600);
  const sentences = [readers < 1 ? word("why.fewer") : plural("why.readers", readers), word("why.halfLife", halfLife)];
  if (why.dampening < 0.995)
    sentences.push(findWord(`why.dampened.${why.dampenedBy}`, word("why.dampened")).replace("{0}", percent(why.dampening)));
  if (why.positionCorrection < 0.995) sentences.push(word("why.position", percent(why.positionCorrection)));
  if (reactions > 0) sentences.push(plural("why.reactions", reactions, number.format(why.reactionWeight), number.format(why.readerWeight)));
  if (why.prior) sentences.push(word("why.prior", number.format(why.prior * decay)));
  const ignored = Object.entries(ignoredWords).flatMap(([reason, name]) => (why.ignored[reason] ? [plural(name, why.ignored[reason])] : []));
  if (ignored.length > 0) sentences.push(word("why.ignored", ignored.join(", ")));
  sentences.push(word("why.score", number.format(score)));
  return sentences.join(" ");
}

const percent = (share: number): string => `${Math.round(share * 100)}\u00a0%`;
