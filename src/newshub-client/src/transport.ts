import type { Message } from "./session.js";
import type { Counts, Snapshot } from "./wire.js";

/** A connection to the hub, over SignalR, server-sent events or plain requests. */
export interface Transport {
  /** Rejects when the hub cannot be reached or the transport is blocked. */
  open(): Promise<void>;

  /**
   * Replaces the current subscription with `topics`, resuming after the cursor `after`. Messages may arrive before the snapshot.
   * Rejects with a `HubError` when the hub does not have one of the topics.
   */
  subscribe(topics: readonly string[], after: string | null): Promise<Snapshot>;

  read(articleId: string): Promise<void>;

  react(articleId: string, reaction: string, on: boolean): Promise<Counts>;

  close(): void;
}

/** A kind of transport. */
export interface TransportType {
  new (hub: URL, events: TransportEvents): Transport;
  /** True when `open` shows whether the transport gets through; otherwise only `subscribe` does. */
  readonly isSocket: boolean;
}

/** The events of a transport; `closed` is raised once, after `open` has succeeded. */
export interface TransportEvents {
  readonly message: (message: Message) => void;
  readonly reconnect: (withinSeconds: number) => void;
  readonly closed: (failure?: unknown) => void;
}

/** The hub rejected the request; the message is its reason. */
export class HubError extends Error {
  override readonly name = "HubError";
}

/** The snapshot of an empty subscription. */
export const emptySnapshot = (after: string | null): Snapshot => ({ cursor: after ?? "", recovered: true, entries: [], rankings: [], counts: [] });
