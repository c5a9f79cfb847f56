import type { Counts } from "newshub-client";
import { fill, slot } from "../page/dom";
import { number, word } from "../page/words";
import { LiveElement } from "./live-element";

/** Adds or removes one reaction of the reader. The hub counts it at most once; the browser only stores whether it is set. */
export class ReactionButton extends LiveElement {
  protected override connected(): void {
    const button = this.#button();
    if (!button) return;
    button.disabled = false;
    button.setAttribute("aria-pressed", String(this.#isSet()));
    button.addEventListener("click", () => void this.#toggle(button), { signal: this.disconnected });
  }

  protected override listener() {
    return { counts: (counts: Counts) => this.apply(counts) };
  }

  apply(counts: Counts): void {
    if (counts.articleId !== this.#article) return;
    fill(this, "count", number.format(counts.reactions[this.#reaction] ?? 0));
  }

  async #toggle(button: HTMLButtonElement): Promise<void> {
    const on = button.getAttribute("aria-pressed") !== "true";
    button.setAttribute("aria-pressed", String(on));
    button.disabled = true;
    this.#say("");
    const counts = await this.wire?.react(this.#article, this.#reaction, on);
    button.disabled = false;
    button.focus();
    if (counts) {
      store(this.#key, on);
      this.apply(counts);
      return;
    }
    button.setAttribute("aria-pressed", String(!on));
    this.#say(word("reaction.failed"));
  }

  /** The slot is a live region, which must stay in the page: it is emptied, not hidden. */
  #say(text: string): void {
    const place = slot(this, "failure");
    if (place) place.textContent = text;
  }

  #isSet(): boolean {
    return isStored(this.#key);
  }

  #button(): HTMLButtonElement | null {
    return this.querySelector("button");
  }

  get #article(): string {
    return this.dataset["article"] ?? "";
  }

  get #reaction(): string {
    return this.dataset["reaction"] ?? "";
  }

  get #key(): string {
    return `reaction/${this.#article}/${this.#reaction}`;
  }
}

// Storage may be blocked; the button then forgets its state on reload.
function store(key: string, on: boolean): void {
  try {
    if (on) localStorage.setItem(key, "1");
    else localStorage.removeItem(key);
  } catch {}
}

function isStored(key: string): boolean {
  try {
    return localStorage.getItem(key) !== null;
  } catch {
    return false;
  }
}
