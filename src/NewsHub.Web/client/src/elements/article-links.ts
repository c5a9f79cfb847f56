import { isTakenBack, type Entry } from "newshub-client";
import { fill } from "../page/dom";
import { LiveElement } from "./live-element";

/** Articles to go on with. What is taken back leaves at once, and what a ranking comes to show is not shown twice. */
export class ArticleLinks extends LiveElement {
  protected override connected(): void {
    document.addEventListener("ranked", () => this.#hideRanked(), { signal: this.left });
    this.#hideRanked();
  }

  protected override listener() {
    return { entry: (entry: Entry) => this.apply(entry) };
  }

  apply({ kind, article }: Entry): void {
    const item = this.#items().find((other) => other.dataset["article"] === article.id);
    if (!item) return;
    if (isTakenBack(kind)) item.remove();
    else if (article.headline) fill(item, "headline", article.headline);
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
