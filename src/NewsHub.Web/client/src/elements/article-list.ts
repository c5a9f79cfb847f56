import { isTakenBack, type Entry, type WireArticle } from "newshub-client";
import { announce } from "../page/announce";
import { isTopInView, plural, slot, stamp } from "../page/dom";
import { fillTeaser } from "../page/teaser";
import { LiveElement } from "./live-element";

/** Most teasers on a page and most that wait behind the button; the oldest make room. */
const maxShown = 120;
const maxWaiting = 200;

/**
 * The latest articles. What is new goes on top while the top is looked at, else it waits behind a button, so that nobody's
 * line moves. What is shown changes in place, and what is taken back leaves at once.
 */
export class ArticleList extends LiveElement {
  readonly #waiting = new Map<string, WireArticle>();

  protected override connected(): void {
    slot(this, "more")?.addEventListener("click", () => this.#showWaiting(), { signal: this.left });
  }

  protected override listener() {
    return { entry: (entry: Entry) => this.apply(entry) };
  }

  apply({ kind, article }: Entry): void {
    const shown = this.#find(article.id);
    if (isTakenBack(kind) || !this.#belongs(article)) {
      shown?.remove();
      this.#waiting.delete(article.id);
    } else if (shown) this.#update(shown, article);
    else if (this.#waiting.has(article.id)) this.#waiting.set(article.id, article);
    else if (kind === "published" || this.#isNews(article)) this.#add(article);
    this.#showButton();
    this.#showEmpty();
  }

  /** Whether it was published after all that is shown. What told of that may have been redacted since. */
  #isNews({ publishedAt }: WireArticle): boolean {
    const times = [...this.querySelectorAll("[data-article] [data-slot=time]")];
    return publishedAt !== undefined && times.every((time) => Date.parse(time.getAttribute("datetime") ?? "") < Date.parse(publishedAt));
  }

  #belongs(article: WireArticle): boolean {
    const { section, tag } = this.dataset;
    return (!section || article.section === section) && (!tag || (article.tags?.includes(tag) ?? false));
  }

  #update(shown: HTMLElement, article: WireArticle): void {
    if (article.version < Number(shown.dataset["version"])) return;
    this.#fill(shown, article);
  }

  #add(article: WireArticle): void {
    if (this.hasAttribute("data-older")) return;
    if (this.#waiting.size === 0 && isTopInView(this)) {
      this.#insert(article);
      announce(`New: ${article.headline ?? ""}`);
      return;
    }
    this.#waiting.set(article.id, article);
    if (this.#waiting.size > maxWaiting) this.#waiting.delete(this.#waiting.keys().next().value!);
    announce(`${plural(this.#waiting.size, "new update", "new updates")} waiting`);
  }

  #insert(article: WireArticle): void {
    const item = stamp(this);
    if (!item) return;
    this.#fill(item, article);
    item.dataset["fresh"] = "";
    const list = slot(this, "items");
    list?.prepend(item);
    while (list && list.childElementCount > maxShown) list.lastElementChild?.remove();
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
    button.textContent = plural(this.#waiting.size, "new update", "new updates");
  }

  #showEmpty(): void {
    const empty = slot(this, "empty");
    if (empty) empty.hidden = this.querySelector("[data-article]") !== null;
  }

  #fill(item: HTMLElement, article: WireArticle): void {
    fillTeaser(item, article, (slug) => document.querySelector(`nav a[href="/sections/${slug}"]`)?.textContent?.trim() || slug);
  }

  #find(id: string): HTMLElement | undefined {
    return [...this.querySelectorAll<HTMLElement>("[data-article]")].find((item) => item.dataset["article"] === id);
  }
}
