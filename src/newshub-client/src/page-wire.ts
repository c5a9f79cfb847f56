import { Wire, type NewsWireOptions } from "./base-wire.js";
import { EventStreamTransport } from "./event-stream-transport.js";
import { PollTransport } from "./poll-transport.js";
import { SignalRTransport } from "./signalr-transport.js";

/**
 * A wire over SignalR, and over server-sent events or plain requests where WebSockets are blocked, for pages of the hub itself, whose readers have a
 * cookie. The entry `newshub-client/page` exports it as `NewsWire`.
 */
export class PageWire extends Wire {
  /** @param hub The address of the hub, such as `https://hub.example`; on pages of the hub itself `location.origin`. */
  constructor(hub: string | URL, options?: NewsWireOptions) {
    super([SignalRTransport, EventStreamTransport, PollTransport], hub, options);
  }
}
