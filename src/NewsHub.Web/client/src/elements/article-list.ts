import { isWithdrawn, type Entry, type WireArticle } from "newshub-client";
import { announceNew } from "../page/announce";
import { cloneTemplate, slot } from "../page/dom";
import { Impressions } from "../page/impressions";
import { timeOf } from "../page/relative-time";
import { changeInPlace, removeInPlace, whenLeft } from "../page/stillness";
import { fillTeaser } from "../page/teaser";
import { plural } from "../page/words";
import { LiveElement } from "./live-element";

/** Maximum number of teasers shown, and of articles waiting behind the button; the oldest are dropped. */
const maxShown = 120;
const maxWaiting = 200;

/**
 * The latest articles. New ones wait behind a button, so that nothing on the page moves by itself. Shown articles are updated in place; withdrawn
 * articles are removed at once.
 */
export class ArticleList extends LiveElement {
  readonly #waiting = new Map<string, WireArticle>();
  #impressions: Impressions | undefined;

  protected override connected(): void {
    this.#impressions = new Impressions("latest", this.disconnected);
    this.#impressions.watch(this.querySelectorAll("[data-article]"));
    slot(this, "more")?.addEventListener("click", () => this.#showWaiting(), { signal: this.disconnected });
  }

  protected override listener() {
    return { entry: (entry: Entry) => this.apply(entry) };
  }

  apply({ kind, article }: Entry): void {
    const shown = this.#find(article.id);
    if (isWithdrawn(kind) || !this.#matches(article)) {
      if (shown) removeInPlace(shown);
      this.#waiting.delete(article.id);
    } else if (shown) this.#update(shown, article);
    else if (this.#waiting.has(article.id)) this.#waiting.set(article.id, article);
    else if (kind === "published" || this.#isNewest(article)) this.#add(article);
    this.#showButton();
    this.#showEmpty();
  }

  /** True when it was published after every article shown. Its `published` entry may be missing, because it was redacted. */
  #isNewest({ publishedAt }: WireArticle): boolean {
    const times = [...this.querySelectorAll("[data-article] [data-slot=time]")];
    return publishedAt !== undefined && times.every((time) => Date.parse(time.getAttribute("datetime") ?? "") < Date.parse(publishedAt));
  }

  #matches(article: WireArticle): boolean {
    const { section, tag } = this.dataset;
    return (!section || article.section === section) && (!tag || (article.tags?.includes(tag) ?? false));
  }

  #update(shown: HTMLElement, article: WireArticle): void {
    if (article.version < Number(shown.dataset["version"])) return;
    whenLeft(shown, () => changeInPlace(shown, () => fillTeaser(shown, article)));
  }

  #add(article: WireArticle): void {
    if (this.hasAttribute("data-older")) return;
    if (!article.alert) announceNew(article.headline ?? ""); // the banner announces alerts
    if (this.querySelector("[data-article]") === null) {
      this.#insert(article);
      return;
    }
    this.#waiting.set(article.id, article);
    if (this.#waiting.size > maxWaiting) this.#waiting.delete(this.#waiting.keys().next().value!);
  }

  #insert(article: WireArticle): void {
    const item = cloneTemplate(this);
    if (!item) return;
    fillTeaser(item, article);
    item.dataset["fresh"] = "";
    const list = slot(this, "items");
    if (!list) return;
    // An article with a date in the past comes below newer ones, where the page prints it, too.
    const older = [...list.children].find((other) => !(timeOf(other) > timeOf(item)));
    list.insertBefore(item, older ?? null);
    this.#impressions?.watch([item]);
    while (list.childElementCount > maxShown) list.lastElementChild?.remove();
  }

  #showWaiting(): void {
    const waiting = [...this.#waiting.values()];
    this.#waiting.clear();
    for (const article of waiting) this.#insert(article);
    this.#showButton();
    this.scrollIntoView({ block: "start" });
    this.querySelector<HTMLElement>("[data-article] a[data-slot='headline']")?.focus({ preventScroll: true });
  }

  #showButton(): void {
    const button = slot(this, "more");
    if (!button) return;
    button.hidden = this.#waiting.size === 0;
    button.textContent = plural("new", this.#waiting.size);
  }

  #showEmpty(): void {
    const empty = slot(this, "empty");
    if (empty) empty.hidden = this.querySelector("[data-article]") !== null;
  }

  #find(id: string): HTMLElement | undefined {
    return [...this.querySelectorAll<HTMLElement>("[data-article]")].find((item) => item.dataset["article"] === id);
  }
}
