import type { Counts } from "newshub-client";
import { fill, number } from "../page/dom";
import { LiveElement } from "./live-element";

/** One reaction that a reader may give and take back. The hub keeps it to one; this browser only remembers which. */
export class ReactionButton extends LiveElement {
  protected override connected(): void {
    const button = this.#button();
    if (!button) return;
    button.disabled = false;
    button.setAttribute("aria-pressed", String(this.#isGiven()));
    button.addEventListener("click", () => void this.#toggle(button), { signal: this.left });
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
    const counts = await this.live?.react(this.#article, this.#reaction, on);
    button.disabled = false;
    button.focus();
    if (counts) {
      remember(this.#key, on);
      this.apply(counts);
    } else button.setAttribute("aria-pressed", String(!on));
  }

  #isGiven(): boolean {
    return recall(this.#key);
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

// Storage is refused to some readers: then the button forgets, and nothing else happens.
function remember(key: string, on: boolean): void {
  try {
    if (on) localStorage.setItem(key, "1");
    else localStorage.removeItem(key);
  } catch {}
}

function recall(key: string): boolean {
  try {
    return localStorage.getItem(key) !== null;
  } catch {
    return false;
  }
}
