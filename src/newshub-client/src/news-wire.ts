import { PageWire } from "./page-wire.js";
import { identify } from "./reader.js";

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
        super.start(); // nothing if the wire was closed meanwhile
      });
  }
}
