import { isWithdrawn, type Entry, type WireArticle } from "newshub-client";
import { announceNew } from "../page/announce";
import { cloneTemplate, showHeadline, slot } from "../page/dom";
import { Impressions } from "../page/impressions";
import { showTime, timeOf } from "../page/relative-time";
import { empty, whenLeft } from "../page/stillness";
import { showAlert } from "../page/teaser";
import { LiveElement } from "./live-element";

/** Maximum number of articles that wait while the reader points at the column. */
const maxWaiting = 50;

/**
 * The latest articles by time, in a column of fixed height: new ones come at the top while the reader is elsewhere. While a mouse or the focus is
 * in the column, it stands still.
 */
export class LatestColumn extends LiveElement {
  readonly #waiting = new Map<string, WireArticle>();
  #impressions: Impressions | undefined;

  protected override connected(): void {
    this.#impressions = new Impressions("latest", this.disconnected);
    this.#impressions.watch(this.#rows());
  }

  protected override listener() {
    return { entry: (entry: Entry) => this.apply(entry) };
  }

  apply({ kind, article }: Entry): void {
    const row = this.#rows().find((candidate) => candidate.dataset["article"] === article.id);
    if (isWithdrawn(kind)) this.#withdraw(row, article.id);
    else if (row && article.version >= Number(row.dataset["version"])) whenLeft(row, () => this.#fill(row, article));
    else if (!row && (kind === "published" || this.#waiting.has(article.id))) this.#add(article);
  }

  #withdraw(row: HTMLElement | undefined, id: string): void {
    this.#waiting.delete(id);
    if (!row) return;
    empty(row);
    this.#arrangeWhenLeft();
  }

  #add(article: WireArticle): void {
    if (!this.#waiting.has(article.id) && !article.alert) announceNew(article.headline ?? ""); // the banner announces alerts
    this.#waiting.set(article.id, article);
    if (this.#waiting.size > maxWaiting) this.#waiting.delete(this.#waiting.keys().next().value!);
    this.#arrangeWhenLeft();
  }

  #arrangeWhenLeft(): void {
    whenLeft(this, () => {
      for (const row of this.querySelectorAll("[data-slot=items] > :not([data-article])")) row.remove();
      for (const article of this.#waiting.values()) this.#insert(article);
      this.#waiting.clear();
      for (const row of this.#rows().slice(Number(this.dataset["places"] ?? 8))) row.remove();
    });
  }

  /** An article of an archive has its own date, and comes below newer ones. */
  #insert(article: WireArticle): void {
    const row = cloneTemplate(this);
    if (!row) return;
    this.#fill(row, article);
    row.dataset["fresh"] = "";
    const older = this.#rows().find((other) => timeOf(other) <= Date.parse(article.publishedAt ?? ""));
    if (older) older.before(row);
    else slot(this, "items")?.append(row);
    this.#impressions?.watch([row]);
  }

  #fill(row: HTMLElement, article: WireArticle): void {
    row.dataset["article"] = article.id;
    row.dataset["version"] = String(article.version);
    showTime(row, article.publishedAt);
    showAlert(row, article);
    showHeadline(row, article);
  }

  #rows(): HTMLElement[] {
    return [...this.querySelectorAll<HTMLElement>("[data-article]")];
  }
}
