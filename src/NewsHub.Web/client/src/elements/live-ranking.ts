import { isWithdrawn, type Entry, type Place, type Ranking } from "newshub-client";
import { cloneTemplate, fill, showHeadline, slot } from "../page/dom";
import { Impressions } from "../page/impressions";
import { explain } from "../page/explanation";
import { arrange } from "../page/rows";
import { empty, isPointedAt, whenLeft } from "../page/stillness";
import { plural } from "../page/words";
import { LiveElement } from "./live-element";

/**
 * A live ranking; excludes the article whose page it is on, and what another ranking of the page shows. The order stands still while the mouse is
 * over it or the explanation of a place is open. A place that has the focus keeps it when the order changes.
 */
export class LiveRanking extends LiveElement {
  #impressions: Impressions | null = null;
  #latest: Ranking | null = null;

  protected override connected(): void {
    this.addEventListener("click", (event) => this.#click(event), { signal: this.disconnected });
    // The toggle event does not bubble.
    this.addEventListener("toggle", () => this.#showLatest(), { capture: true, signal: this.disconnected });
    if (this.dataset["without"]) document.addEventListener("ranked", (event) => this.#otherRanked(event), { signal: this.disconnected });
    this.#impressions = new Impressions(this.#path, this.disconnected);
    this.#impressions.watch(this.#items());
  }

  protected override listener() {
    return { ranking: (ranking: Ranking) => this.apply(ranking), entry: (entry: Entry) => this.applyEntry(entry) };
  }

  apply(ranking: Ranking): void {
    const { ranking: name, section } = this.dataset;
    if (ranking.ranking !== name || (ranking.section ?? "") !== (section ?? "")) return;
    this.#latest = ranking;
    this.#showLatest();
  }

  /** Removes withdrawn articles and updates headlines before the next ranking arrives. */
  applyEntry({ kind, article }: Entry): void {
    if (isWithdrawn(kind) && this.#latest)
      this.#latest = { ...this.#latest, entries: this.#latest.entries.filter((place) => place.articleId !== article.id) };
    const item = this.#items().find((other) => other.dataset["article"] === article.id);
    if (!item) return;
    if (!isWithdrawn(kind)) {
      if (article.headline) showHeadline(item, article);
      return;
    }
    empty(item);
    whenLeft(this, () => {
      item.remove();
      this.#itemsChanged();
      this.#show();
    }, this.#isStill);
  }

  #showLatest(): void {
    if (this.#latest) whenLeft(this, () => this.#show(), this.#isStill);
  }

  readonly #isStill = (): boolean => isPointedAt(this) || this.#isExplanationOpen;

  #show(): void {
    const list = slot(this, "items");
    if (!list || !this.#latest) return;
    const left = new Set([this.dataset["except"], ...this.#idsOfOther()]);
    const places = this.#latest.entries.filter((place) => !left.has(place.articleId)).slice(0, Number(this.dataset["places"] ?? 8));
    const old = new Map(this.#items().map((item) => [item.dataset["article"], item]));
    let least = Infinity;
    const items = places.flatMap((place) => {
      const readers = place.readers <= least ? place.readers : 0;
      if (readers > 0) least = readers;
      return this.#fill(old.get(place.articleId), place, readers);
    });
    arrange(list, items);
    this.#itemsChanged();
  }

  /** @param readers 0 leaves the number out: it would contradict the order, which weighs recent readers more. ReaderCounts.cs does the same. */
  #fill(old: HTMLElement | undefined, place: Place, readers: number): HTMLElement[] {
    const item = old ?? cloneTemplate(this);
    if (!item) return [];
    item.dataset["article"] = place.articleId;
    showHeadline(item, place);
    fill(item, "readers", readers > 0 ? plural("readers", readers) : null);
    return [item];
  }

  #itemsChanged(): void {
    const items = this.#items();
    const note = slot(this, "empty");
    if (note) note.hidden = items.length > 0;
    this.hidden = items.length === 0 && !this.hasAttribute("data-reserved");
    this.#impressions?.watch(items);
    this.dispatchEvent(new Event("ranked", { bubbles: true }));
  }

  #otherRanked({ target }: Event): void {
    if ((target as HTMLElement).dataset["ranking"] === this.dataset["without"]) this.#showLatest();
  }

  #idsOfOther(): (string | undefined)[] {
    const { without } = this.dataset;
    return without ? [...document.querySelectorAll<HTMLElement>(`live-ranking[data-ranking=${without}] [data-article]`)].map((item) => item.dataset["article"]) : [];
  }

  /** Opens an explanation only after its text has loaded. */
  #click(event: Event): void {
    const details = (event.target as Element).closest("summary")?.parentElement;
    if (!details || details.hasAttribute("open")) return;
    event.preventDefault();
    void this.#explain(details);
  }

  async #explain(details: HTMLElement): Promise<void> {
    const text = await explain(this.#path, details.closest<HTMLElement>("[data-article]")?.dataset["article"] ?? "");
    if (text) fill(details, "why", text);
    for (const other of this.querySelectorAll("details[open]")) other.removeAttribute("open");
    details.setAttribute("open", "");
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
