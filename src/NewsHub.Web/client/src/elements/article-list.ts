import { isWithdrawn, type Entry, type WireArticle } from "newshub-client";
import { announce } from "../page/announce";
import { cloneTemplate, isTopInView, plural, slot } from "../page/dom";
import { fillTeaser } from "../page/teaser";
import { LiveElement } from "./live-element";

/** Maximum number of teasers shown, and of articles waiting behind the button; the oldest are dropped. */
const maxShown = 120;
const maxWaiting = 200;

/**
 * The latest articles. A new article is inserted at the top when the top is in view; otherwise it waits behind a button, so that the text
 * being read does not move. Shown articles are updated in place; withdrawn articles are removed at once.
 */
export class ArticleList extends LiveElement {
  readonly #waiting = new Map<string, WireArticle>();

  protected override connected(): void {
    slot(this, "more")?.addEventListener("click", () => this.#showWaiting(), { signal: this.disconnected });
  }

  protected override listener() {
    return { entry: (entry: Entry) => this.apply(entry) };
  }

  apply({ kind, article }: Entry): void {
    const shown = this.#find(article.id);
    if (isWithdrawn(kind) || !this.#matches(article)) {
      shown?.remove();
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
    const item = cloneTemplate(this);
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
