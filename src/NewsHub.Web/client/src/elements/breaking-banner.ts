import { compareAlerts, isTakenBack, type Entry, type WireArticle } from "newshub-client";
import { announce } from "../page/announce";
import { fill, link, stamp } from "../page/dom";
import { showTime } from "../page/relative-time";
import { LiveElement } from "./live-element";

/** The articles that are breaking now, the loudest on top; not the one whose page it stands on, which says so itself. */
export class BreakingBanner extends LiveElement {
  protected override listener() {
    return { entry: (entry: Entry) => this.apply(entry) };
  }

  apply({ kind, article }: Entry): void {
    if (article.id === this.dataset["except"]) return;
    const shown = this.#find(article.id);
    if (isTakenBack(kind) || !article.alert) shown?.remove();
    else this.#show(shown, article);
    this.hidden = this.#items().length === 0;
  }

  #show(shown: HTMLElement | undefined, article: WireArticle): void {
    const item = shown ?? stamp(this);
    if (!item) return;
    const isNews = !shown || shown.dataset["alert"] !== article.alert;
    item.dataset["article"] = article.id;
    item.dataset["alert"] = article.alert;
    item.dataset["at"] = article.publishedAt ?? "";
    fill(item, "alert", article.alert);
    fill(item, "headline", article.headline);
    link(item, "headline", article.url);
    showTime(item, article.publishedAt);

    const rank = (element: HTMLElement) => ({ alert: element.dataset["alert"] ?? "", at: element.dataset["at"] ?? "" });
    const after = this.#items().find((other) => other !== item && compareAlerts(rank(item), rank(other)) < 0);
    if (after) after.before(item);
    else this.querySelector("ul")?.append(item);
    if (isNews) announce(`Breaking: ${article.headline ?? ""}`);
  }

  #items(): HTMLElement[] {
    return [...this.querySelectorAll<HTMLElement>("li[data-article]")];
  }

  #find(id: string): HTMLElement | undefined {
    return this.#items().find((item) => item.dataset["article"] === id);
  }
}
