import { react, read } from "./hub-api.js";
import type { Transport, TransportEvents } from "./transport.js";
import type { Counts, Snapshot } from "./wire.js";

/** What the transports without a socket have in common: `subscribe` opens them, and reads and reactions are requests of their own. */
export abstract class HttpTransport implements Transport {
  static readonly isSocket = false;
  protected readonly hub: URL;
  protected readonly events: TransportEvents;

  constructor(hub: URL, events: TransportEvents) {
    this.hub = hub;
    this.events = events;
  }

  async open(): Promise<void> {}

  abstract close(): void;

  abstract subscribe(topics: readonly string[], after: string | null): Promise<Snapshot>;

  read(articleId: string): Promise<void> {
    return read(this.hub, articleId);
  }

  react(articleId: string, reaction: string, on: boolean): Promise<Counts> {
    return react(this.hub, articleId, reaction, on);
  }
}
