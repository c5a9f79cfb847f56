import { parseCursor, isWithdrawn, type Cursor, type Entry, type Ranking } from "../wire.js";

/** Maximum number of changes that wait for the answer: 1,000 × about 1 KB = 1 MB. */
const maxWaiting = 1000;

/** A list of the hub: loaded by a request, then changed by what the wire delivers. */
export abstract class View {
  /** The topics whose messages change the list. */
  abstract readonly topics: readonly string[];
  /** The request that answers the list, relative to the hub. */
  abstract readonly path: string;

  /** Requests the list and loads it. The `CurrentNews` that follows the list sets it. */
  declare reload: () => Promise<void>;

  #cursor: Cursor | null = null;
  #isLoaded = false;
  readonly #waiting: Entry[] = [];

  get isLoaded(): boolean {
    return this.#isLoaded;
  }

  /** Where the wire continues the list; null for a list without entries. */
  get cursor(): Cursor | null {
    return this.#cursor;
  }

  /** Replaces the list by the hub's answer, and applies what was delivered after the answer was made. */
  load(answer: unknown): void {
    const waiting = this.#waiting.splice(0);
    if (waiting.length === maxWaiting) throw new Error("Too many changes.");
    this.replace(answer);
    this.#cursor = parseCursor((answer as { cursor?: string }).cursor);
    this.#isLoaded = true;
    for (const entry of waiting) if (!this.#contains(entry)) this.change(entry);
    this.show();
  }

  applyEntry(entry: Entry): void {
    if (!this.#isLoaded) {
      if (this.#waiting.length < maxWaiting) this.#waiting.push(entry);
    } else if ((isWithdrawn(entry.kind) || !this.#contains(entry)) && this.change(entry)) this.show();
  }

  applyRanking(_ranking: Ranking): void {}

  protected abstract replace(answer: unknown): void;

  /** Applies an entry; true if it changed the list. */
  protected abstract change(entry: Entry): boolean;

  /** Keeps the entries that follow until the list is loaded again. */
  protected unload(): void {
    this.#isLoaded = false;
  }

  /** Passes the list on. */
  protected abstract show(): void;

  /** True for an entry that was already part of the answer. */
  #contains(entry: Entry): boolean {
    return isUpTo(entry.cursor, this.#cursor);
  }
}

/** True when the text is a cursor at or before another one, of the same epoch. */
export function isUpTo(text: string | null | undefined, other: Cursor | null): boolean {
  const cursor = parseCursor(text);
  return cursor !== null && cursor.epoch === other?.epoch && cursor.seq <= other.seq;
}
