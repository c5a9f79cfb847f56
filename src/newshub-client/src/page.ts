// The client for pages of the hub itself.
export { PageWire as NewsWire } from "./page-wire.js";
export type { Reloaded } from "./base-wire.js";
