import type { Message } from "./session.js";
import type { Counts, Snapshot } from "./wire.js";

/** A connection to the hub, whatever the transport. */
export interface Line {
  /** Rejects where nobody answers or something between us and the hub forbids it. */
  open(): Promise<void>;

  /**
   * Follows these topics and no others from the cursor on; what was followed before is forgotten. Messages may overtake the answer.
   * Rejects with a `Refusal` where the hub does not have them.
   */
  follow(topics: readonly string[], after: string | null): Promise<Snapshot>;

  read(articleId: string): Promise<void>;

  react(articleId: string, reaction: string, on: boolean): Promise<Counts>;

  close(): void;
}

/** What a line tells its owner; `closed` comes once, after `open` has succeeded. */
export interface LineEvents {
  readonly message: (message: Message) => void;
  readonly move: (withinSeconds: number) => void;
  readonly closed: () => void;
}

/** The hub has understood and says no; the message is its reason. */
export class Refusal extends Error {
  override readonly name = "Refusal";
}

/** The answer to those who follow nothing. */
export const nothing = (after: string | null): Snapshot => ({ cursor: after ?? "", recovered: true, entries: [], rankings: [], counts: [] });
