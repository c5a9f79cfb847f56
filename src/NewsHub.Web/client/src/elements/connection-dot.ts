import type { WireState } from "newshub-client";
import { fill, slot } from "../page/dom";
import { LiveElement } from "./live-element";

const words: Record<WireState, string> = {
  connecting: "Connecting",
  catchingUp: "Catching up",
  live: "Live",
  offline: "Offline",
  paused: "Paused",
};

/** Says whether what is on the page is the newest there is, and lets the reader pause it. */
export class ConnectionDot extends LiveElement {
  protected override connected(): void {
    this.hidden = false;
    slot(this, "pause")?.addEventListener("click", () => this.#toggle(), { signal: this.left });
  }

  protected override listener() {
    return { state: (state: WireState) => this.#show(state) };
  }

  #toggle(): void {
    if (this.live?.isPaused) this.live.resume();
    else this.live?.pause();
    this.#show(this.live?.state ?? "offline");
  }

  #show(state: WireState): void {
    const paused = this.live?.isPaused ?? false;
    this.dataset["state"] = state;
    fill(this, "state", words[state]);
    fill(this, "pause", paused ? "Resume" : "Pause");
  }
}
