import type { WireState } from "newshub-client";
import { fill, slot } from "../page/dom";
import { LiveElement } from "./live-element";

const labels: Record<WireState, string> = {
  connecting: "Connecting",
  catchingUp: "Catching up",
  live: "Live",
  offline: "Offline",
  paused: "Paused",
};

/** Shows the connection state, with a button that pauses and resumes updates. */
export class ConnectionDot extends LiveElement {
  protected override connected(): void {
    this.hidden = false;
    slot(this, "pause")?.addEventListener("click", () => this.#toggle(), { signal: this.disconnected });
  }

  protected override listener() {
    return { state: (state: WireState) => this.#show(state) };
  }

  #toggle(): void {
    if (this.wire?.isPaused) this.wire.resume();
    else this.wire?.pause();
    this.#show(this.wire?.state ?? "offline");
  }

  #show(state: WireState): void {
    const paused = this.wire?.isPaused ?? false;
    this.dataset["state"] = state;
    fill(this, "state", labels[state]);
    fill(this, "pause", paused ? "Resume" : "Pause");
  }
}
