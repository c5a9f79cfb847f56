import type { Place, Ranking } from "newshub-client";
import { number, plural } from "./dom";

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

const dampeningReasons: Record<string, string> = {
  prefixes: "too many came from one network",
  agents: "too many used the same browser",
  newcomers: "too many were new readers at the same time",
};

const ignoredLabels: Record<string, [singular: string, plural: string]> = {
  repeat: ["repeated read", "repeated reads"],
  bot: ["visit by a bot", "visits by bots"],
  reactions: ["excess reaction", "excess reactions"],
  unread: ["reaction without a read", "reactions without a read"],
};

/** @param at The time of the ranking. */
export function describe(why: Explanation, score: number, at: string): string {
  const decay = 2 ** -((Date.parse(at) - Date.parse(why.at)) / 1000 / why.halfLifeSeconds);
  const readers = Math.round(why.readers * decay);
  const reactions = Math.round(why.reactions * decay);
  const halfLife = why.halfLifeSeconds < 3600 ? `${why.halfLifeSeconds / 60} minutes` : `${why.halfLifeSeconds / 3600} hours`;
  const counted = readers < 1 ? "Less than one reader" : plural(readers, "reader", "readers");
  const sentences = [`${counted} recently. A read loses half its weight every ${halfLife}.`];
  if (why.dampening < 0.995) sentences.push(`Only ${percent(why.dampening)} of the readers count${because(why.dampenedBy)}.`);
  if (why.positionCorrection < 0.995)
    sentences.push(`Readers are weighted at ${percent(why.positionCorrection)}, because rankings like this one brought some of them.`);
  if (reactions > 0) {
    const weights = `a reaction counts ${number.format(why.reactionWeight)}, a reader ${number.format(why.readerWeight)}`;
    sentences.push(`${plural(reactions, "reaction", "reactions")}; ${weights}.`);
  }
  const ignored = Object.entries(ignoredLabels).flatMap(([reason, [one, many]]) => (why.ignored[reason] ? [plural(why.ignored[reason], one, many)] : []));
  if (ignored.length > 0) sentences.push(`Not counted: ${ignored.join(", ")}.`);
  sentences.push(`Score: ${number.format(score)}.`);
  return sentences.join(" ");
}

const because = (reason: string | undefined): string => (reason && dampeningReasons[reason] ? `, because ${dampeningReasons[reason]}` : "");
const percent = (share: number): string => `${Math.round(share * 100)}\u00a0%`;
