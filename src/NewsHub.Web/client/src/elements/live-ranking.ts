import { isWithdrawn, type Entry, type Place, type Ranking } from "newshub-client";
import { cloneTemplate, fill, plural, showHeadline, slot } from "../page/dom";
import { Impressions } from "../page/impressions";
import { explain } from "../page/explanation";
import { LiveElement } from "./live-element";

/**
 * A live ranking; excludes the article whose page it is on. While the explanation of a place is open the order is frozen; the latest
 * ranking received meanwhile is shown when it is closed.
 */
export class LiveRanking extends LiveElement {
  #impressions: Impressions | null = null;
  #waiting: Ranking | null = null;

  protected override connected(): void {
    this.addEventListener("click", (event) => this.#click(event), { signal: this.disconnected });
    // The toggle event does not bubble.
    this.addEventListener("toggle", () => this.#applyWaiting(), { capture: true, signal: this.disconnected });
    this.#impressions = new Impressions(this.#path, this.disconnected);
    this.#impressions.watch(this.#items());
  }

  protected override listener() {
    return { ranking: (ranking: Ranking) => this.apply(ranking), entry: (entry: Entry) => this.applyEntry(entry) };
  }

  apply(ranking: Ranking): void {
    const { ranking: name, section, except, places } = this.dataset;
    if (ranking.ranking !== name || (ranking.section ?? "") !== (section ?? "")) return;
    if (this.#isExplanationOpen) {
      this.#waiting = ranking;
      return;
    }
    const entries = ranking.entries.filter((place) => place.articleId !== except).slice(0, Number(places ?? 8));
    const list = slot(this, "items");
    if (!list) return;
    const old = new Map(this.#items().map((item) => [item.dataset["article"], item]));
    const items = entries.flatMap((place) => this.#show(old.get(place.articleId), place));
    // Most updates change only numbers: leaving the items in place keeps the focus on a link.
    const same = items.length === list.children.length && items.every((item, index) => list.children[index] === item);
    if (!same) list.replaceChildren(...items);
    this.#itemsChanged();
  }

  /** Removes withdrawn articles and updates headlines before the next ranking arrives. */
  applyEntry({ kind, article }: Entry): void {
    if (isWithdrawn(kind) && this.#waiting)
      this.#waiting = { ...this.#waiting, entries: this.#waiting.entries.filter((place) => place.articleId !== article.id) };
    const item = this.#items().find((other) => other.dataset["article"] === article.id);
    if (!item) return;
    if (!isWithdrawn(kind)) {
      if (article.headline) showHeadline(item, article);
      return;
    }
    item.remove();
    this.#itemsChanged();
    this.#applyWaiting();
  }

  #show(old: HTMLElement | undefined, place: Place): HTMLElement[] {
    const item = old ?? cloneTemplate(this);
    if (!item) return [];
    item.dataset["article"] = place.articleId;
    showHeadline(item, place);
    fill(item, "reads", plural(place.reads, "read", "reads"));
    return [item];
  }

  #itemsChanged(): void {
    const items = this.#items();
    this.hidden = items.length === 0;
    this.#impressions?.watch(items);
    this.dispatchEvent(new Event("ranked", { bubbles: true }));
  }

  /** Opens an explanation only after its text has loaded, so that the content below moves once. */
  #click(event: Event): void {
    const details = (event.target as Element).closest("summary")?.parentElement;
    if (!details || details.hasAttribute("open")) return;
    event.preventDefault();
    void this.#explain(details);
  }

  async #explain(details: HTMLElement): Promise<void> {
    const text = await explain(this.#path, details.closest<HTMLElement>("[data-article]")?.dataset["article"] ?? "");
    if (text) fill(details, "why", text);
    details.setAttribute("open", "");
  }

  #applyWaiting(): void {
    const ranking = this.#waiting;
    if (!ranking || this.#isExplanationOpen) return;
    this.#waiting = null;
    this.apply(ranking);
  }

  get #isExplanationOpen(): boolean {
    return this.querySelector("details[open]") !== null;
  }

  /** `rising`, or `rising/world`. */
  get #path(): string {
    return [this.dataset["ranking"], this.dataset["section"]].filter(Boolean).join("/");
  }

  #items(): HTMLElement[] {
    return [...this.querySelectorAll<HTMLElement>("[data-article]")];
  }
}
