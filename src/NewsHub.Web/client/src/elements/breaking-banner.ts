import { compareAlerts, isWithdrawn, type Entry, type WireArticle } from "newshub-client";
import { announceAlert } from "../page/announce";
import { cloneTemplate, fill, showHeadline, slot } from "../page/dom";
import { showTime } from "../page/relative-time";
import { empty, whenLeft } from "../page/stillness";
import { showAlert } from "../page/teaser";
import { number, word } from "../page/words";
import { LiveElement } from "./live-element";

/**
 * Articles with an active alert: the most severe in one line, all of them in a list that opens over the page. Excludes the article whose page it
 * is on, which shows its own alert label. The line takes no space that the page did not have for it: the first alert comes over the lower edge.
 */
export class BreakingBanner extends LiveElement {
  #hadAlerts = false;

  protected override connected(): void {
    this.#hadAlerts = !this.hidden;
  }

  protected override listener() {
    return { entry: (entry: Entry) => this.apply(entry) };
  }

  apply({ kind, article }: Entry): void {
    if (article.id === this.dataset["except"]) return;
    const shown = this.#items().find((item) => item.dataset["article"] === article.id);
    if (isWithdrawn(kind) || !article.alert) shown?.remove();
    else this.#show(shown, article);
    this.#showLoudest();
  }

  #show(shown: HTMLElement | undefined, article: WireArticle): void {
    const item = shown ?? cloneTemplate(this);
    if (!item) return;
    const isNewAlert = !shown || shown.dataset["alert"] !== article.alert;
    item.dataset["article"] = article.id;
    item.dataset["alert"] = article.alert;
    item.dataset["at"] = article.publishedAt ?? "";
    showAlert(item, article);
    showHeadline(item, article);
    showTime(item, article.publishedAt);

    const rank = (element: HTMLElement) => ({ alert: element.dataset["alert"] ?? "", at: element.dataset["at"] ?? "" });
    const successor = this.#items().find((other) => other !== item && compareAlerts(rank(item), rank(other)) < 0);
    if (successor) successor.before(item);
    else this.querySelector("ul")?.append(item);
    if (isNewAlert) announceAlert(word("say.breaking", article.headline ?? ""));
  }

  #showLoudest(): void {
    const items = this.#items();
    const isEnded = items.length === 0;
    this.hidden = isEnded && !this.#hadAlerts;
    this.classList.toggle("ended", isEnded && this.#hadAlerts);
    this.classList.toggle("floating", !this.#hadAlerts);
    const others = slot(this, "others");
    if (others) others.hidden = items.length < 2;
    fill(this, "more", word("more", number.format(items.length - 1)));

    const line = this.querySelector<HTMLElement>(".loudest");
    if (!line) return;
    const isGone = !items.some((item) => item.dataset["article"] === line.dataset["article"]);
    if (isGone) empty(line);
    whenLeft(line, () => this.#fillLine(line));
  }

  #fillLine(line: HTMLElement): void {
    const [first] = this.#items();
    if (!first) {
      empty(line);
      return;
    }
    line.dataset["article"] = first.dataset["article"];
    line.replaceChildren(...[...first.childNodes].map((node) => node.cloneNode(true)));
  }

  #items(): HTMLElement[] {
    return [...this.querySelectorAll<HTMLElement>("li[data-article]")];
  }
}
