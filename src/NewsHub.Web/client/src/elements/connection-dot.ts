import type { WireState } from "newshub-client";
import { announce } from "../page/announce";
import { fill, slot } from "../page/dom";
import { word } from "../page/words";
import { LiveElement } from "./live-element";

/** Shows the connection state, with a button that pauses and resumes updates. Says when the page stops being live, and when it is again. */
export class ConnectionDot extends LiveElement {
  #wasLive = false;
  #isOffline = false;

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
    fill(this, "state", word(`state.${state}`));
    fill(this, "pause", word(paused ? "resume" : "pause"));
    this.title = state === "offline" ? cause() : "";
    if (state === "offline") this.#sayOffline();
    else if (state === "live") this.#sayLive();
  }

  #sayOffline(): void {
    if (this.#wasLive && !this.#isOffline) announce(`${word("state.offline")}. ${cause()}`);
    this.#isOffline = true;
  }

  #sayLive(): void {
    if (this.#wasLive && this.#isOffline) announce(word("live.again"));
    [this.#wasLive, this.#isOffline] = [true, false];
  }
}

const cause = (): string => word(navigator.onLine === false ? "offline.network" : "offline.hub");
