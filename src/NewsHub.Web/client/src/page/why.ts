import type { Place, Ranking } from "newshub-client";
import { number, plural } from "./dom";

/** What a score is made of, as `?explain=true` tells it; sums are those of `at`, and have decayed since. */
export interface Why {
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

/** Longest wait for the hub's reasons, in milliseconds. */
const patience = 5000;

/** Why an article has its place in `rising` or `rising/world`, in words; null: the hub does not tell. */
export async function explain(ranking: string, articleId: string): Promise<string | null> {
  const [name, section] = ranking.split("/");
  const query = new URLSearchParams({ explain: "true", ...(section && { section }) });
  try {
    const response = await fetch(`/api/rankings/${name}?${query}`, { signal: AbortSignal.timeout(patience) });
    if (!response.ok) return null;
    const { at, entries } = (await response.json()) as Ranking;
    const place = entries.find((other) => other.articleId === articleId) as (Place & { why?: Why }) | undefined;
    return place?.why ? inWords(place.why, place.score, at) : null;
  } catch {
    return null;
  }
}

const dampenedBecause: Record<string, string> = {
  prefixes: "too many came from one network",
  agents: "too many had the very same browser",
  newcomers: "too many were new here at once",
};

const leftOut: Record<string, [one: string, many: string]> = {
  repeat: ["repeated read", "repeated reads"],
  bot: ["visit of a program", "visits of programs"],
  reactions: ["reaction too many", "reactions too many"],
  unread: ["reaction without a read", "reactions without a read"],
};

/** @param at The ranking's time. */
export function inWords(why: Why, score: number, at: string): string {
  const decay = 2 ** -((Date.parse(at) - Date.parse(why.at)) / 1000 / why.halfLifeSeconds);
  const readers = Math.round(why.readers * decay);
  const reactions = Math.round(why.reactions * decay);
  const halfLife = why.halfLifeSeconds < 3600 ? `${why.halfLifeSeconds / 60} minutes` : `${why.halfLifeSeconds / 3600} hours`;
  const words = [`${readers < 1 ? "Less than one reader" : plural(readers, "reader", "readers")} of late; one of ${halfLife} ago counts half.`];
  if (why.dampening < 0.995) words.push(`Only ${percent(why.dampening)} of them count${because(why.dampenedBy)}.`);
  if (why.positionCorrection < 0.995) words.push(`As lists like this one brought some, they weigh ${percent(why.positionCorrection)}.`);
  if (reactions > 0) words.push(`${plural(reactions, "reaction", "reactions")}, each counting ${number.format(why.reactionWeight)} where a reader counts ${number.format(why.readerWeight)}.`);
  const ignored = Object.entries(leftOut).flatMap(([rule, [one, many]]) => (why.ignored[rule] ? [plural(why.ignored[rule], one, many)] : []));
  if (ignored.length > 0) words.push(`Not counted: ${ignored.join(", ")}.`);
  words.push(`Score: ${number.format(score)}.`);
  return words.join(" ");
}

const because = (rule: string | undefined): string => (rule && dampenedBecause[rule] ? `, for ${dampenedBecause[rule]}` : "");
const percent = (share: number): string => `${Math.round(share * 100)}\u00a0%`;
