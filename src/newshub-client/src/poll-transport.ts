import { HttpTransport } from "./http-transport.js";
import { getJson } from "./hub-api.js";
import { emptySnapshot } from "./transport.js";
import type { Counts, Entry, Ranking, Snapshot } from "./wire.js";

/** Seconds that the hub holds a request for entries while there are none. */
const wait = 25;

/** Milliseconds after which such a request is given up: a proxy may accept it and never answer. */
const timeout = (wait + 15) * 1000;

/** Milliseconds between two requests for rankings and counts, which have no entries. */
const stateInterval = 10_000;

/** Maximum number of entries in one answer. */
const limit = 500;

interface Slice {
  readonly cursor: string;
  readonly recovered: boolean;
  readonly entries: readonly Entry[];
}

/** Plain requests, used where WebSockets are blocked and something holds back event streams. */
export class PollTransport extends HttpTransport {
  #polling: AbortController | null = null;

  close(): void {
    this.#polling?.abort();
    this.#polling = null;
  }

  /** Waits for the entries only: news never waits for numbers, which follow as messages. */
  async subscribe(topics: readonly string[], after: string | null): Promise<Snapshot> {
    this.close();
    if (topics.length === 0) return emptySnapshot(after);
    const polling = new AbortController();
    this.#polling = polling;
    const states = topics.filter(isState);
    const news = topics.filter((topic) => !isState(topic));
    const slice = await this.#readEntries(news, after, 0, polling.signal);
    void this.#poll(news, slice.cursor, polling);
    void this.#pollStates(states, polling, news.length === 0);
    return { ...emptySnapshot(after), ...slice };
  }

  async #poll(topics: readonly string[], after: string, polling: AbortController): Promise<void> {
    if (topics.length === 0) return;
    await this.#untilClosed(polling, async () => {
      const slice = await this.#readEntries(topics, after, wait, polling.signal);
      if (!slice.recovered) throw new Error("The cursor expired.");
      after = slice.cursor;
      if (this.#polling === polling) for (const entry of slice.entries) this.events.message({ type: "entry", entry });
    });
  }

  /** @param isAlone True without entries, whose requests otherwise tell that the hub is gone; a failed request for numbers alone is only repeated. */
  async #pollStates(topics: readonly string[], polling: AbortController, isAlone: boolean): Promise<void> {
    if (topics.length === 0) return;
    await this.#untilClosed(polling, async () => {
      const answers = await Promise.allSettled(topics.map((topic) => this.#readState(topic, polling)));
      const failure = answers.find((answer) => answer.status === "rejected");
      if (failure && isAlone) throw failure.reason;
      await new Promise((resolve) => setTimeout(resolve, stateInterval));
    });
  }

  async #untilClosed(polling: AbortController, step: () => Promise<void>): Promise<void> {
    try {
      while (this.#polling === polling) await step();
    } catch (failure) {
      if (this.#polling === polling) this.events.closed(failure);
    }
  }

  async #readEntries(topics: readonly string[], after: string | null, seconds: number, signal: AbortSignal): Promise<Slice> {
    if (topics.length === 0) return emptySnapshot(after);
    const query = new URLSearchParams({ topics: topics.join(","), limit: String(limit), wait: String(seconds), ...(after !== null && { after }) });
    return (await getJson(this.hub, `api/wire?${query}`, { signal, timeout, refusedFields: ["topics", "after"] })) as Slice;
  }

  async #readState(topic: string, polling: AbortController): Promise<void> {
    const [kind, name, section] = topic.split("/");
    const path = kind === "ranking" ? `api/rankings/${name}${section ? `?section=${section}` : ""}` : `api/articles/${name}/counts`;
    const state = await getJson(this.hub, path, { signal: polling.signal, timeout });
    if (this.#polling === polling) this.events.message(kind === "ranking" ? { type: "ranking", ranking: state as Ranking } : { type: "counts", counts: state as Counts });
  }
}

/** True for topics of states, which have no entries. */
const isState = (topic: string): boolean => /^(ranking|counts)\//.test(topic);
