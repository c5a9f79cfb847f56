import type { Listener, NewsWire } from "newshub-client";

let line: NewsWire | null = null;

/** Gives the elements their line to the hub; before it they are what the server printed. */
export function connectElements(wire: NewsWire): void {
  line = wire;
}

/** A custom element that listens to the hub for as long as it is on the page. */
export abstract class LiveElement extends HTMLElement {
  #leave: AbortController | null = null;

  protected get live(): NewsWire | null {
    return line;
  }

  /** Aborted when the element leaves the page. */
  protected get left(): AbortSignal {
    return this.#leave!.signal;
  }

  connectedCallback(): void {
    this.#leave = new AbortController();
    this.connected();
    const listener = this.listener();
    if (listener && line) line.listen(listener, this.left);
  }

  disconnectedCallback(): void {
    this.#leave?.abort();
  }

  /** The element is on the page; its server-rendered content is there. */
  protected connected(): void {}

  protected listener(): Listener | null {
    return null;
  }
}
