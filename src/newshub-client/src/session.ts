import { applyDelta } from "./ranking-delta.js";
import { isForPaused, isKnownKind, parseCursor, type Counts, type Entry, type Ranking, type RankingDelta, type Snapshot } from "./wire.js";

/** What listeners receive. */
export type News =
  | { readonly type: "entry"; readonly entry: Entry }
  | { readonly type: "ranking"; readonly ranking: Ranking }
  | { readonly type: "counts"; readonly counts: Counts };

/** What a transport receives. */
export type Message = News | { readonly type: "rankingDelta"; readonly delta: RankingDelta };

/** Maximum number of messages buffered while a snapshot is awaited; on overflow the snapshot is requested again. 1,000 × about 1 KB = 1 MB. */
const maxBuffered = 1000;

/**
 * The reader's position on the wire. Orders snapshots and the messages that arrive before them, and delivers each entry of the topics once.
 * Independent of transports.
 */
export class Session {
  readonly #topics: ReadonlySet<string>;
  #cursor: string | null;
  #buffer: Message[] | null = [];
  #overflowed = false;
  #needsResync = false;
  #isPaused = false;
  readonly #rankings = new Map<string, Ranking>();
  readonly #countsVersions = new Map<string, number>();

  /** @param topics The current subscription, a set that the owner changes. */
  constructor(topics: ReadonlySet<string>, cursor: string | null) {
    this.#topics = topics;
    this.#cursor = cursor;
  }

  get cursor(): string | null {
    return this.#cursor;
  }

  /** True after a message that does not continue the known state; a new snapshot is needed. */
  get needsResync(): boolean {
    return this.#needsResync;
  }

  /** Buffers messages until the next snapshot. */
  awaitSnapshot(): void {
    this.#buffer ??= [];
  }

  /** Keeps the cursor where it is and passes only withdrawals. */
  pause(): void {
    this.#isPaused = true;
  }

  resume(): void {
    this.#isPaused = false;
    this.awaitSnapshot();
  }

  /** Forgets all state; continues from `cursor`, or from the next snapshot if null. */
  reset(cursor: string | null): void {
    this.#cursor = cursor;
    this.#rankings.clear();
    this.#countsVersions.clear();
  }

  /** Returns what to deliver for `message`. */
  receive(message: Message): News[] {
    if (this.#isPaused) return message.type === "entry" && isForPaused(message.entry.kind) && this.#isSubscribed(message) ? [message] : [];
    if (this.#buffer === null) return this.#apply(message);
    if (this.#buffer.length < maxBuffered) this.#buffer.push(message);
    else this.#overflowed = true;
    return [];
  }

  /**
   * Returns what to deliver for a snapshot and the messages buffered meanwhile, in that order.
   * `overflowed`: messages were dropped, and the snapshot must be requested again from the cursor.
   */
  receiveSnapshot(snapshot: Snapshot): { news: News[]; overflowed: boolean } {
    const buffer = this.#buffer ?? [];
    const overflowed = this.#overflowed;
    this.#buffer = null;
    this.#overflowed = false;
    this.#needsResync = false;
    if (this.#isPaused) {
      const withdrawn = snapshot.entries.filter((entry) => isForPaused(entry.kind));
      return { news: withdrawn.map((entry) => ({ type: "entry", entry })), overflowed: false };
    }
    for (const ranking of snapshot.rankings) this.#rankings.delete(rankingTopic(ranking));
    for (const counts of snapshot.counts) this.#countsVersions.delete(countsTopic(counts));

    const news = [
      ...snapshot.entries.map((entry) => ({ type: "entry", entry }) as const),
      ...snapshot.rankings.map((ranking) => ({ type: "ranking", ranking }) as const),
      ...snapshot.counts.map((counts) => ({ type: "counts", counts }) as const),
    ].flatMap((message) => this.#apply(message));
    this.#advance(snapshot.cursor);
    news.push(...buffer.flatMap((message) => this.#apply(message)));
    return { news, overflowed };
  }

  #apply(message: Message): News[] {
    // Messages of a removed topic may still arrive until the hub has processed the change.
    if (!this.#isSubscribed(message)) return [];
    switch (message.type) {
      case "entry":
        return this.#advance(message.entry.cursor) && isKnownKind(message.entry.kind) ? [message] : [];
      case "ranking":
        return this.#applyRanking(message.ranking);
      case "rankingDelta":
        return this.#applyDelta(message.delta);
      case "counts":
        return this.#recordCounts(message.counts) ? [message] : [];
    }
  }

  #isSubscribed(message: Message): boolean {
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

  /** Moves the cursor forward; false if it was passed before. Sequence numbers have gaps: entries of other topics are not sent. */
  #advance(cursor: string): boolean {
    const next = parseCursor(cursor);
    const current = parseCursor(this.#cursor);
    if (next === null) return false;
    if (current !== null && current.epoch !== next.epoch) this.#needsResync = true;
    if (current !== null && (current.epoch !== next.epoch || next.seq <= current.seq)) return false;
    this.#cursor = cursor;
    return true;
  }

  #applyRanking(ranking: Ranking): News[] {
    const topic = rankingTopic(ranking);
    if (ranking.version <= (this.#rankings.get(topic)?.version ?? -1)) return [];
    this.#rankings.set(topic, ranking);
    return [{ type: "ranking", ranking }];
  }

  #applyDelta(delta: RankingDelta): News[] {
    const topic = rankingTopic(delta);
    const old = this.#rankings.get(topic);
    if (old && delta.version <= old.version) return [];
    const ranking = old && applyDelta(old, delta);
    if (ranking) return this.#applyRanking(ranking);
    this.#rankings.delete(topic);
    this.#needsResync = true;
    return [];
  }

  /** Records the version of the counts; false if they are not newer than the last ones. */
  #recordCounts(counts: Counts): boolean {
    const topic = countsTopic(counts);
    if (counts.version <= (this.#countsVersions.get(topic) ?? -1)) return false;
    this.#countsVersions.set(topic, counts.version);
    return true;
  }
}

const rankingTopic = ({ ranking, section }: { ranking: string; section: string | null }): string =>
  section === null ? `ranking/${ranking}` : `ranking/${ranking}/${section}`;
const countsTopic = (counts: Counts): string => `counts/${counts.articleId}`;
