import { isWithdrawn, type Entry } from "newshub-client";
import { showHeadline } from "../page/dom";
import { Impressions } from "../page/impressions";
import { LiveElement } from "./live-element";

/** A list of related or recommended articles. Removes withdrawn articles at once, and hides articles that a ranking on the page shows. */
export class ArticleLinks extends LiveElement {
  protected override connected(): void {
    document.addEventListener("ranked", () => this.#hideRanked(), { signal: this.disconnected });
    this.#hideRanked();
    new Impressions(this.getAttribute("aria-labelledby")!, this.disconnected).watch(this.#items()); // `related` or `recommended`
  }

  protected override listener() {
    return { entry: (entry: Entry) => this.apply(entry) };
  }

  apply({ kind, article }: Entry): void {
    const item = this.#items().find((candidate) => candidate.dataset["article"] === article.id);
    if (!item) return;
    if (isWithdrawn(kind)) item.remove();
    else if (article.headline) showHeadline(item, article);
    this.#hideEmpty();
  }

  #hideRanked(): void {
    const ranked = new Set([...document.querySelectorAll<HTMLElement>("live-ranking [data-article]")].map((item) => item.dataset["article"]));
    for (const item of this.#items()) item.hidden = ranked.has(item.dataset["article"]);
    this.#hideEmpty();
  }

  #hideEmpty(): void {
    this.hidden = this.#items().every((item) => item.hidden);
  }

  #items(): HTMLElement[] {
    return [...this.querySelectorAll<HTMLElement>("li[data-article]")];
  }
}
