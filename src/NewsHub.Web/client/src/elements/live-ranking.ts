import { isTakenBack, type Entry, type Place, type Ranking } from "newshub-client";
import { fill, link, plural, slot, stamp } from "../page/dom";
import { Impressions } from "../page/impressions";
import { explain } from "../page/why";
import { LiveElement } from "./live-element";

/**
 * A ranking that moves as people read; it never lists the article it stands beside. While somebody reads why a place is there, nothing
 * moves, and what came meanwhile is shown afterwards.
 */
export class LiveRanking extends LiveElement {
  #impressions: Impressions | null = null;
  #waiting: Ranking | null = null;

  protected override connected(): void {
    this.addEventListener("click", (event) => this.#click(event), { signal: this.left });
    // It does not bubble.
    this.addEventListener("toggle", () => this.#goOn(), { capture: true, signal: this.left });
    this.#impressions = new Impressions(this.#path, this.left);
    this.#impressions.watch(this.#items());
  }

  protected override listener() {
    return { ranking: (ranking: Ranking) => this.apply(ranking), entry: (entry: Entry) => this.applyEntry(entry) };
  }

  apply(ranking: Ranking): void {
    const { ranking: name, section, except, places } = this.dataset;
    if (ranking.ranking !== name || (ranking.section ?? "") !== (section ?? "")) return;
    if (this.#isExplaining) return void (this.#waiting = ranking);
    const entries = ranking.entries.filter((place) => place.articleId !== except).slice(0, Number(places ?? 8));
    const list = slot(this, "items");
    if (!list) return;
    const old = new Map(this.#items().map((item) => [item.dataset["article"], item]));
    const items = entries.flatMap((place) => this.#show(old.get(place.articleId), place));
    // Most changes are of numbers only: then nothing is moved, and a focused link stays focused.
    const same = items.length === list.children.length && items.every((item, place) => list.children[place] === item);
    if (!same) list.replaceChildren(...items);
    this.#changed();
  }

  /** The ranking will follow, but nothing that was taken back is shown until then. */
  applyEntry({ kind, article }: Entry): void {
    if (isTakenBack(kind) && this.#waiting)
      this.#waiting = { ...this.#waiting, entries: this.#waiting.entries.filter((place) => place.articleId !== article.id) };
    const item = this.#items().find((other) => other.dataset["article"] === article.id);
    if (!item) return;
    if (!isTakenBack(kind)) return void (article.headline && fill(item, "headline", article.headline));
    item.remove();
    this.#changed();
    this.#goOn();
  }

  #show(old: HTMLElement | undefined, place: Place): HTMLElement[] {
    const item = old ?? stamp(this);
    if (!item) return [];
    item.dataset["article"] = place.articleId;
    fill(item, "headline", place.headline);
    link(item, "headline", place.url);
    fill(item, "reads", plural(place.reads, "read", "reads"));
    return [item];
  }

  #changed(): void {
    const items = this.#items();
    this.hidden = items.length === 0;
    this.#impressions?.watch(items);
    this.dispatchEvent(new Event("ranked", { bubbles: true }));
  }

  /** Opens a place's reasons when they are there, so that they do not move what is below a second time. */
  #click(event: Event): void {
    const details = (event.target as Element).closest("summary")?.parentElement;
    if (!details || details.hasAttribute("open")) return;
    event.preventDefault();
    void this.#explain(details);
  }

  async #explain(details: HTMLElement): Promise<void> {
    const words = await explain(this.#path, details.closest<HTMLElement>("[data-article]")?.dataset["article"] ?? "");
    if (words) fill(details, "why", words);
    details.setAttribute("open", "");
  }

  #goOn(): void {
    const ranking = this.#waiting;
    if (!ranking || this.#isExplaining) return;
    this.#waiting = null;
    this.apply(ranking);
  }

  get #isExplaining(): boolean {
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
