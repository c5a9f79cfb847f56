import type { Listener } from "newshub-client";
import type { NewsWire } from "newshub-client/page";

let pageWire: NewsWire | null = null;

/** Connects the elements to the hub; until then they show the server-rendered content. */
export function connectElements(wire: NewsWire): void {
  pageWire = wire;
}

/** A custom element that listens to the hub while it is in the document. */
export abstract class LiveElement extends HTMLElement {
  #lifetime: AbortController | null = null;

  protected get wire(): NewsWire | null {
    return pageWire;
  }

  /** Aborted when the element is removed from the document. */
  protected get disconnected(): AbortSignal {
    return this.#lifetime!.signal;
  }

  connectedCallback(): void {
    this.#lifetime = new AbortController();
    this.connected();
    const listener = this.listener();
    if (listener) pageWire?.listen(listener, this.disconnected);
  }

  disconnectedCallback(): void {
    this.#lifetime?.abort();
  }

  /** Called when the element is in the document, with its server-rendered content. */
  protected connected(): void {}

  protected listener(): Listener | null {
    return null;
  }
}
