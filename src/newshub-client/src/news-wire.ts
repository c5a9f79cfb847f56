import { PageWire } from "./page-wire.js";
import { identify } from "./reader.js";

/** Wires that were closed before their reader had an identity. A private field would make the class another type than the small client's. */
const closed = new WeakSet<NewsWire>();

/**
 * A wire over SignalR, and over server-sent events or plain requests where WebSockets are blocked. On a page of another site it first gets the reader
 * an identity from the hub, once for all pages of that site.
 */
export class NewsWire extends PageWire {
  override start(): void {
    if (this.hub.search || typeof location === "undefined" || location.origin === this.hub.origin) super.start();
    else
      void identify(this.hub).then(({ search }) => {
        this.hub.search = search;
        if (!closed.has(this)) super.start();
      });
  }

  override close(): void {
    closed.add(this);
    super.close();
  }
}
