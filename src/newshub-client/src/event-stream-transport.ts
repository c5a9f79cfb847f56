import { HttpTransport } from "./http-transport.js";
import { mediaType, readFailure } from "./hub-api.js";
import { readEvents } from "./server-sent-events.js";
import type { Message } from "./session.js";
import { emptySnapshot } from "./transport.js";
import type { Counts, Entry, Ranking, Snapshot } from "./wire.js";

/** Milliseconds without data after which the stream is closed: three times the hub's heartbeat interval of 15 s. */
const idleTimeout = 45_000;

/** Milliseconds to wait for the first data: a proxy that holds streams back passes the answer on when it ends. */
const firstTimeout = 10_000;

/** The parameters of the stream. An error of one of them in the answer is the hub's. */
const refusedFields = ["topics", "after"];

/** Server-sent events, used where WebSockets are blocked. Each subscription opens a new stream. */
export class EventStreamTransport extends HttpTransport {
  #stream: AbortController | null = null;

  close(): void {
    this.#stream?.abort();
    this.#stream = null;
  }

  async subscribe(topics: readonly string[], after: string | null): Promise<Snapshot> {
    this.close();
    if (topics.length === 0) return emptySnapshot(after);
    const url = new URL(`live/events${this.hub.search}`, this.hub);
    url.searchParams.set("topics", topics.join(","));
    if (after !== null) url.searchParams.set("after", after);

    const stream = new AbortController();
    this.#stream = stream;
    return new Promise<Snapshot>((resolve, reject) => {
      const snapshot = new SnapshotBuilder(resolve);
      void this.#read(url, stream, snapshot)
        .catch((failure: unknown) => failure)
        .then((failure) => {
          if (!snapshot.isComplete) reject(failure ?? new Error("The stream ended early."));
          else if (this.#stream === stream) this.events.closed(failure);
        });
    });
  }

  async #read(url: URL, stream: AbortController, snapshot: SnapshotBuilder): Promise<void> {
    let timer = setTimeout(() => stream.abort(), firstTimeout);
    const onChunk = () => {
      clearTimeout(timer);
      timer = setTimeout(() => stream.abort(), idleTimeout);
    };
    try {
      const response = await fetch(url, { headers: { accept: "text/event-stream" }, cache: "no-store", signal: stream.signal });
      // Something between the reader and the hub may answer in its place, with any status: the stream is tried again until the hub itself refuses it.
      if (!response.ok || !response.body || mediaType(response) !== "text/event-stream") throw await readFailure(response, refusedFields);
      for await (const { event, data } of readEvents(response.body, onChunk)) {
        if (this.#stream !== stream) return;
        this.#dispatch(event, data, snapshot);
      }
    } finally {
      clearTimeout(timer);
      stream.abort();
    }
  }

  #dispatch(event: string, data: string, snapshot: SnapshotBuilder): void {
    const content = data === "" ? null : JSON.parse(data);
    const field = fields[event];
    if (event === "move") this.events.reconnect(content);
    else if (!snapshot.tryAdd(event, content) && field) this.events.message({ type: event, [field]: content } as unknown as Message);
  }
}

/** The field of a message that has the event's data. */
const fields: Readonly<Record<string, string>> = { entry: "entry", ranking: "ranking", rankingDelta: "delta", counts: "counts" };

interface Content {
  readonly recovered: boolean;
  readonly entries: Entry[];
  readonly rankings: Ranking[];
  readonly counts: Counts[];
}

/** Collects the events up to `live` into the snapshot that SignalR returns from its Subscribe call. */
class SnapshotBuilder {
  readonly #resolve: (snapshot: Snapshot) => void;
  #content: Content = { recovered: true, entries: [], rankings: [], counts: [] };
  #isComplete = false;

  constructor(resolve: (snapshot: Snapshot) => void) {
    this.#resolve = resolve;
  }

  get isComplete(): boolean {
    return this.#isComplete;
  }

  /** Returns false when the event is not part of the snapshot. */
  tryAdd(event: string, content: unknown): boolean {
    if (this.#isComplete) return false;
    if (event === "entry") this.#content.entries.push(content as Entry);
    else if (event === "ranking") this.#content.rankings.push(content as Ranking);
    else if (event === "counts") this.#content.counts.push(content as Counts);
    else if (event === "reset") this.#content = content as Content; // the first event of its stream
    else if (event === "live") this.#complete((content as { cursor: string }).cursor);
    else return false;
    return true;
  }

  #complete(cursor: string): void {
    this.#isComplete = true;
    this.#resolve({ ...this.#content, cursor });
  }
}
