import { react, read, reasonOf } from "./hub-api.js";
import { nothing, Refusal, type Line, type LineEvents } from "./line.js";
import { readEvents } from "./server-sent-events.js";
import type { Counts, Entry, Ranking, Snapshot } from "./wire.js";

/** The hub says something at least every 15 s; after three times that nobody is there. */
const silence = 45_000;

/** Server-sent events, for where WebSockets are blocked; each choice of topics is a stream of its own. */
export class EventStream implements Line {
  readonly #hub: URL;
  readonly #on: LineEvents;
  #stream: AbortController | null = null;

  constructor(hub: URL, on: LineEvents) {
    this.#hub = hub;
    this.#on = on;
  }

  /** There is nothing to open before there are topics. */
  async open(): Promise<void> {}

  close(): void {
    this.#stream?.abort();
    this.#stream = null;
  }

  async follow(topics: readonly string[], after: string | null): Promise<Snapshot> {
    this.close();
    if (topics.length === 0) return nothing(after);
    const url = new URL("live/events", this.#hub);
    url.searchParams.set("topics", topics.join(","));
    if (after !== null) url.searchParams.set("after", after);

    const stream = new AbortController();
    this.#stream = stream;
    return new Promise<Snapshot>((resolve, reject) => {
      const beginning = new Beginning(resolve);
      void this.#read(url, stream, beginning)
        .catch((failure: unknown) => failure)
        .then((failure) => {
          if (!beginning.isOver) reject(failure ?? new Error("The stream ended before it began."));
          else if (this.#stream === stream) this.#on.closed();
        });
    });
  }

  read(articleId: string): Promise<void> {
    return read(this.#hub, articleId);
  }

  react(articleId: string, reaction: string, on: boolean): Promise<Counts> {
    return react(this.#hub, articleId, reaction, on);
  }

  async #read(url: URL, stream: AbortController, beginning: Beginning): Promise<void> {
    let watch = setTimeout(() => stream.abort(), silence);
    const heard = () => {
      clearTimeout(watch);
      watch = setTimeout(() => stream.abort(), silence);
    };
    try {
      const response = await fetch(url, { headers: { accept: "text/event-stream" }, cache: "no-store", signal: stream.signal });
      if (response.status >= 400 && response.status < 500 && response.status !== 429) throw new Refusal(await reasonOf(response));
      if (!response.ok || !response.body) throw new Error(`The hub answered ${response.status}.`);
      for await (const { event, data } of readEvents(response.body, heard)) {
        if (this.#stream !== stream) return;
        this.#tell(event, data, beginning);
      }
    } finally {
      clearTimeout(watch);
      stream.abort();
    }
  }

  #tell(event: string, data: string, beginning: Beginning): void {
    const content = data === "" ? null : JSON.parse(data);
    if (event === "move") this.#on.move(content);
    else if (beginning.take(event, content)) return;
    else if (event === "entry") this.#on.message({ type: event, entry: content });
    else if (event === "ranking") this.#on.message({ type: event, ranking: content });
    else if (event === "rankingDelta") this.#on.message({ type: event, delta: content });
    else if (event === "counts") this.#on.message({ type: event, counts: content });
  }
}

/** What a stream brings up to `live` is the answer that SignalR gives at once. */
class Beginning {
  readonly #answer: (snapshot: Snapshot) => void;
  readonly #entries: Entry[] = [];
  readonly #rankings: Ranking[] = [];
  readonly #counts: Counts[] = [];
  #reset: Snapshot | null = null;
  #isOver = false;

  constructor(answer: (snapshot: Snapshot) => void) {
    this.#answer = answer;
  }

  get isOver(): boolean {
    return this.#isOver;
  }

  /** False: it is no part of the beginning. */
  take(event: string, content: unknown): boolean {
    if (this.#isOver) return false;
    if (event === "entry") this.#entries.push(content as Entry);
    else if (event === "ranking") this.#rankings.push(content as Ranking);
    else if (event === "counts") this.#counts.push(content as Counts);
    else if (event === "reset") this.#reset = content as Snapshot;
    else if (event === "live") this.#end((content as { cursor: string }).cursor);
    else return false;
    return true;
  }

  #end(cursor: string): void {
    this.#isOver = true;
    this.#answer({
      cursor,
      recovered: this.#reset === null,
      entries: [...(this.#reset?.entries ?? []), ...this.#entries],
      rankings: [...(this.#reset?.rankings ?? []), ...this.#rankings],
      counts: [...(this.#reset?.counts ?? []), ...this.#counts],
    });
  }
}
