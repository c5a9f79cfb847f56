import { Wire, type NewsWireOptions } from "./base-wire.js";
import { EventStreamTransport } from "./event-stream-transport.js";

/** A wire over server-sent events only, for small bundles. The entry `newshub-client/sse` exports it as `NewsWire`, which it can replace. */
export class EventWire extends Wire {
  /** @param hub The address of the hub, such as `https://hub.example`. */
  constructor(hub: string | URL, options?: NewsWireOptions) {
    super([EventStreamTransport], hub, options);
  }
}
