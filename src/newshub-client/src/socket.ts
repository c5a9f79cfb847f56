import { HttpTransportType, HubConnectionBuilder, LogLevel, type HubConnection } from "@microsoft/signalr";
import { nothing, Refusal, type Line, type LineEvents } from "./line.js";
import type { Counts, Entry, Ranking, RankingDelta, Snapshot } from "./wire.js";

/** Some proxies swallow a WebSocket without a word. */
const patience = 10_000;

/** SignalR over a WebSocket: the hub's calls by name, and nothing else about SignalR. */
export class Socket implements Line {
  readonly #hub: HubConnection;
  #topics: readonly string[] = [];

  constructor(hub: URL, on: LineEvents) {
    // Without negotiation it needs one round trip and no sticky sessions, and any page from anywhere may open it.
    const options = { transport: HttpTransportType.WebSockets, skipNegotiation: true };
    this.#hub = new HubConnectionBuilder().withUrl(new URL("live", hub).href, options).configureLogging(LogLevel.None).build();
    this.#hub.on("entry", (entry: Entry) => on.message({ type: "entry", entry }));
    this.#hub.on("ranking", (ranking: Ranking) => on.message({ type: "ranking", ranking }));
    this.#hub.on("rankingDelta", (delta: RankingDelta) => on.message({ type: "rankingDelta", delta }));
    this.#hub.on("counts", (counts: Counts) => on.message({ type: "counts", counts }));
    this.#hub.on("move", on.move);
    this.#hub.onclose(on.closed);
  }

  async open(): Promise<void> {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const tooLong = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new Error("No WebSocket was opened in time.")), patience);
    });
    try {
      await Promise.race([this.#hub.start(), tooLong]);
    } finally {
      clearTimeout(timer);
    }
  }

  close(): void {
    void this.#hub.stop().catch(() => {}); // it is given up either way
  }

  async follow(topics: readonly string[], after: string | null): Promise<Snapshot> {
    // The hub sends nothing twice over one line; leaving first makes it forget what it sent. It serves calls in their order.
    const left = this.#topics.length > 0 ? this.#hub.invoke("Unsubscribe", this.#topics) : null;
    this.#topics = [];
    const answer = topics.length > 0 ? this.#ask<Snapshot>("Subscribe", topics, after) : nothing(after);
    const [snapshot] = await Promise.all([answer, left]);
    this.#topics = topics;
    return snapshot;
  }

  read(articleId: string): Promise<void> {
    return this.#ask("Read", articleId);
  }

  react(articleId: string, reaction: string, on: boolean): Promise<Counts> {
    return this.#ask(on ? "React" : "TakeBack", articleId, reaction);
  }

  async #ask<T>(method: string, ...args: unknown[]): Promise<T> {
    try {
      return await this.#hub.invoke<T>(method, ...args);
    } catch (failure) {
      const reason = /HubException: (.*)$/s.exec(String(failure))?.[1];
      throw reason ? new Refusal(reason) : failure;
    }
  }
}
