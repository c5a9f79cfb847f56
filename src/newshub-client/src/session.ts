import { changed } from "./ranking-delta.js";
import { isKnown, isTakenBack, parseCursor, type Counts, type Entry, type Ranking, type RankingDelta, type Snapshot } from "./wire.js";

/** What an application is told. */
export type News =
  | { readonly type: "entry"; readonly entry: Entry }
  | { readonly type: "ranking"; readonly ranking: Ranking }
  | { readonly type: "counts"; readonly counts: Counts };

/** What comes over the line. */
export type Message = News | { readonly type: "rankingDelta"; readonly delta: RankingDelta };

/** Most messages held while an answer is awaited; past it the wire is read again from the cursor. 1,000 × about 1 KB = 1 MB. */
const maxHeld = 1000;

/**
 * What this reader has seen of the wire. It puts an answer and the messages that overtook it into order, and hands on every
 * entry of the topics once. It knows nothing of lines.
 */
export class Session {
  readonly #topics: ReadonlySet<string>;
  #cursor: string | null;
  #held: Message[] | null = [];
  #overflowed = false;
  #isBroken = false;
  #paused = false;
  readonly #rankings = new Map<string, Ranking>();
  readonly #counts = new Map<string, number>();

  /** @param topics What is followed now; the owner changes it. */
  constructor(topics: ReadonlySet<string>, cursor: string | null) {
    this.#topics = topics;
    this.#cursor = cursor;
  }

  get cursor(): string | null {
    return this.#cursor;
  }

  /** Something came that what is known cannot be continued with: the hub has to be asked again. */
  get isBroken(): boolean {
    return this.#isBroken;
  }

  /** From now on messages wait for an answer. */
  hold(): void {
    this.#held ??= [];
  }

  /** The reader asked for quiet: the cursor stays where it is, only what was taken back still passes. */
  pause(): void {
    this.#paused = true;
  }

  resume(): void {
    this.#paused = false;
    this.hold();
  }

  /** Everything begins anew, from a cursor or from an answer to come. */
  restart(cursor: string | null): void {
    this.#cursor = cursor;
    this.#rankings.clear();
    this.#counts.clear();
  }

  /** What to tell now that `message` has come: it, or nothing. */
  offer(message: Message): News[] {
    if (this.#paused) return message.type === "entry" && isTakenBack(message.entry.kind) && this.#follows(message) ? [message] : [];
    if (this.#held === null) return this.#take(message);
    if (this.#held.length < maxHeld) this.#held.push(message);
    else this.#overflowed = true;
    return [];
  }

  /**
   * What to tell now that the answer has come: first what it brings, then what came meanwhile.
   * `again`: not everything could be kept, ask once more from the cursor.
   */
  accept(answer: Snapshot): { news: News[]; again: boolean } {
    const held = this.#held ?? [];
    const again = this.#overflowed;
    this.#held = null;
    this.#overflowed = false;
    this.#isBroken = false;
    if (this.#paused) {
      const takenBack = answer.entries.filter((entry) => isTakenBack(entry.kind));
      return { news: takenBack.map((entry) => ({ type: "entry", entry })), again: false };
    }
    for (const ranking of answer.rankings) this.#rankings.delete(rankingTopic(ranking));
    for (const counts of answer.counts) this.#counts.delete(countsTopic(counts));

    const news = [
      ...answer.entries.map((entry) => ({ type: "entry", entry }) as const),
      ...answer.rankings.map((ranking) => ({ type: "ranking", ranking }) as const),
      ...answer.counts.map((counts) => ({ type: "counts", counts }) as const),
    ].flatMap((message) => this.#take(message));
    this.#reach(answer.cursor);
    news.push(...held.flatMap((message) => this.#take(message)));
    return { news, again };
  }

  #take(message: Message): News[] {
    // A topic that was just left may still be heard for a moment.
    if (!this.#follows(message)) return [];
    switch (message.type) {
      case "entry":
        return this.#reach(message.entry.cursor) && isKnown(message.entry.kind) ? [message] : [];
      case "ranking":
        return this.#rank(message.ranking);
      case "rankingDelta":
        return this.#change(message.delta);
      case "counts":
        return this.#count(message.counts) ? [message] : [];
    }
  }

  #follows(message: Message): boolean {
    switch (message.type) {
      case "entry":
        return message.entry.topics.some((topic) => this.#topics.has(topic));
      case "ranking":
        return this.#topics.has(rankingTopic(message.ranking));
      case "rankingDelta":
        return this.#topics.has(rankingTopic(message.delta));
      case "counts":
        return this.#topics.has(countsTopic(message.counts));
    }
  }

  /** Moves the cursor forward; false: that place was passed before. Topics are a choice, so numbers may be left out. */
  #reach(cursor: string): boolean {
    const next = parseCursor(cursor);
    const now = parseCursor(this.#cursor);
    if (next === null) return false;
    if (now !== null && now.epoch !== next.epoch) this.#isBroken = true;
    if (now !== null && (now.epoch !== next.epoch || next.seq <= now.seq)) return false;
    this.#cursor = cursor;
    return true;
  }

  #rank(ranking: Ranking): News[] {
    const topic = rankingTopic(ranking);
    if (ranking.version <= (this.#rankings.get(topic)?.version ?? -1)) return [];
    this.#rankings.set(topic, ranking);
    return [{ type: "ranking", ranking }];
  }

  #change(delta: RankingDelta): News[] {
    const topic = rankingTopic(delta);
    const old = this.#rankings.get(topic);
    if (old && delta.version <= old.version) return [];
    const ranking = old && changed(old, delta);
    if (ranking) return this.#rank(ranking);
    this.#rankings.delete(topic);
    this.#isBroken = true;
    return [];
  }

  #count(counts: Counts): boolean {
    const topic = countsTopic(counts);
    if (counts.version <= (this.#counts.get(topic) ?? -1)) return false;
    this.#counts.set(topic, counts.version);
    return true;
  }
}

const rankingTopic = ({ ranking, section }: { ranking: string; section: string | null }): string =>
  section === null ? `ranking/${ranking}` : `ranking/${ranking}/${section}`;
const countsTopic = (counts: Counts): string => `counts/${counts.articleId}`;
