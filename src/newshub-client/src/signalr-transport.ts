import { HttpTransportType, HubConnectionBuilder, LogLevel, type HubConnection } from "@microsoft/signalr";
import { emptySnapshot, HubError, type Transport, type TransportEvents } from "./transport.js";
import type { Counts, Entry, Ranking, RankingDelta, Snapshot } from "./wire.js";

/** Milliseconds to wait for the WebSocket to open: some proxies drop the upgrade request without an answer. */
const openTimeout = 10_000;

/** Calls and events of the hub over SignalR on a WebSocket. */
export class SignalRTransport implements Transport {
  static readonly isSocket = true;
  readonly #connection: HubConnection;
  #topics: readonly string[] = [];

  constructor(hub: URL, events: TransportEvents) {
    // Skipping negotiation saves a round trip, needs no sticky sessions, and works from pages of any origin.
    const options = { transport: HttpTransportType.WebSockets, skipNegotiation: true };
    this.#connection = new HubConnectionBuilder().withUrl(new URL(`live${hub.search}`, hub).href, options).configureLogging(LogLevel.None).build();
    this.#connection.on("entry", (entry: Entry) => events.message({ type: "entry", entry }));
    this.#connection.on("ranking", (ranking: Ranking) => events.message({ type: "ranking", ranking }));
    this.#connection.on("rankingDelta", (delta: RankingDelta) => events.message({ type: "rankingDelta", delta }));
    this.#connection.on("counts", (counts: Counts) => events.message({ type: "counts", counts }));
    this.#connection.on("move", events.reconnect);
    this.#connection.onclose(events.closed);
  }

  async open(): Promise<void> {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const timeout = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new Error("The WebSocket did not open in time.")), openTimeout);
    });
    try {
      await Promise.race([this.#connection.start(), timeout]);
    } finally {
      clearTimeout(timer);
    }
  }

  close(): void {
    void this.#connection.stop().catch(() => {}); // the connection is abandoned either way
  }

  async subscribe(topics: readonly string[], after: string | null): Promise<Snapshot> {
    // The hub does not resend what it sent on this connection; unsubscribing first clears that record. It serves calls in order.
    const unsubscribed = this.#topics.length > 0 ? this.#connection.invoke("Unsubscribe", this.#topics) : null;
    this.#topics = [];
    const answer = topics.length > 0 ? this.#invoke<Snapshot>("Subscribe", topics, after) : emptySnapshot(after);
    const [snapshot] = await Promise.all([answer, unsubscribed]);
    this.#topics = topics;
    return snapshot;
  }

  read(articleId: string): Promise<void> {
    return this.#invoke("Read", articleId);
  }

  react(articleId: string, reaction: string, on: boolean): Promise<Counts> {
    return this.#invoke(on ? "React" : "TakeBack", articleId, reaction);
  }

  async #invoke<T>(method: string, ...args: unknown[]): Promise<T> {
    try {
      return await this.#connection.invoke<T>(method, ...args);
    } catch (failure) {
      const reason = /HubException: (.*)$/s.exec(String(failure))?.[1];
      throw reason ? new HubError(reason) : failure;
    }
  }
}
