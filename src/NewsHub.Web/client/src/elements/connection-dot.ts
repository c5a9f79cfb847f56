import type { OfflineCause, WireState } from "newshub-client";
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
    return { state: (state: WireState, cause: OfflineCause | null) => this.#show(state, cause) };
  }

  #toggle(): void {
    if (this.wire?.isPaused) this.wire.resume();
    else this.wire?.pause();
    this.#show(this.wire?.state ?? "offline", this.wire?.offlineCause ?? null);
  }

  #show(state: WireState, cause: OfflineCause | null): void {
    const paused = this.wire?.isPaused ?? false;
    this.dataset["state"] = state;
    fill(this, "state", word(`state.${state}`));
    fill(this, "pause", word(paused ? "resume" : "pause"));
    const reason = cause ? word(`offline.${cause}`) : "";
    this.title = reason;
    if (state === "offline") this.#sayOffline(reason);
    else if (state === "live") this.#sayLive();
  }

  #sayOffline(reason: string): void {
    if (this.#wasLive && !this.#isOffline) announce(`${word("state.offline")}. ${reason}`);
    this.#isOffline = true;
  }

  #sayLive(): void {
    if (this.#wasLive && this.#isOffline) announce(word("live.again"));
    [this.#wasLive, this.#isOffline] = [true, false];
  }
}
