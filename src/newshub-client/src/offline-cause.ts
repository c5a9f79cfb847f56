/**
 * Why a wire is offline. `network`: the device has no network. `hub`: the hub does not answer, or a proxy says that it is down. `blocked`: something
 * between the page and the hub answers in its place, such as a captive portal, a filter, or a proxy that does not pass these paths on.
 */
export type OfflineCause = "network" | "hub" | "blocked";

/** An answer that is not the hub's. */
export class BlockedError extends Error {}

export function causeOf(failure: unknown): OfflineCause {
  if (globalThis.navigator?.onLine === false) return "network";
  return failure instanceof BlockedError ? "blocked" : "hub";
}
