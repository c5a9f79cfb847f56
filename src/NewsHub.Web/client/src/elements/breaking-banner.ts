import { compareAlerts, isWithdrawn, type Entry, type WireArticle } from "newshub-client";
import { announce } from "../page/announce";
import { cloneTemplate, fill, showHeadline } from "../page/dom";
import { showTime } from "../page/relative-time";
import { LiveElement } from "./live-element";

/** Articles with an active alert, the most severe first; excludes the article whose page it is on, which shows its own alert label. */
export class BreakingBanner extends LiveElement {
  protected override listener() {
    return { entry: (entry: Entry) => this.apply(entry) };
  }

  apply({ kind, article }: Entry): void {
    if (article.id === this.dataset["except"]) return;
    const shown = this.#find(article.id);
    if (isWithdrawn(kind) || !article.alert) shown?.remove();
    else this.#show(shown, article);
    this.hidden = this.#items().length === 0;
  }

  #show(shown: HTMLElement | undefined, article: WireArticle): void {
    const item = shown ?? cloneTemplate(this);
    if (!item) return;
    const isNewAlert = !shown || shown.dataset["alert"] !== article.alert;
    item.dataset["article"] = article.id;
    item.dataset["alert"] = article.alert;
    item.dataset["at"] = article.publishedAt ?? "";
    fill(item, "alert", article.alert);
    showHeadline(item, article);
    showTime(item, article.publishedAt);

    const rank = (element: HTMLElement) => ({ alert: element.dataset["alert"] ?? "", at: element.dataset["at"] ?? "" });
    const successor = this.#items().find((other) => other !== item && compareAlerts(rank(item), rank(other)) < 0);
    if (successor) successor.before(item);
    else this.querySelector("ul")?.append(item);
    if (isNewAlert) announce(`Breaking: ${article.headline ?? ""}`);
  }

  #items(): HTMLElement[] {
    return [...this.querySelectorAll<HTMLElement>("li[data-article]")];
  }

  #find(id: string): HTMLElement | undefined {
    return this.#items().find((item) => item.dataset["article"] === id);
  }
}
