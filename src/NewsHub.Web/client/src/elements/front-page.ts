import { isWithdrawn, parseCursor, type Entry, type WireArticle } from "newshub-client";
import { slot } from "../page/dom";
import { fetchPage, showMain } from "../page/reload";
import { changeInPlace, removeInPlace, whenLeft } from "../page/stillness";
import { fillTeaser } from "../page/teaser";
import { LiveElement } from "./live-element";

/** Number of new articles after which the page as a whole is no longer the present one. */
const manyNew = 5;

/** Maximum random delay in milliseconds before an empty page is loaded again, because all its readers do so. */
const maxJitter = 1000;

/**
 * The front page around its live columns. Articles change in place and leave an empty place when they are withdrawn. Another order waits behind
 * a button: it is offered when an article comes that may lead, or many have come.
 */
export class FrontPage extends LiveElement {
  #new = 0;

  protected override connected(): void {
    slot(this, "changed")?.addEventListener("click", () => void this.#refresh(), { signal: this.disconnected });
  }

  protected override listener() {
    return { entry: (entry: Entry) => this.apply(entry) };
  }

  apply({ kind, article }: Entry): void {
    const cards = this.#cards().filter((card) => card.dataset["article"] === article.id);
    for (const card of cards)
      if (isWithdrawn(kind)) removeInPlace(card);
      else if (article.version >= Number(card.dataset["version"])) whenLeft(card, () => changeInPlace(card, () => fillTeaser(card, article)));
    if (cards.length === 0 && (kind === "published" || kind === "alerted")) this.#offer(article);
    if (kind === "coverageChanged" || kind === "published") this.#compareLive(article);
  }

  #offer(article: WireArticle): void {
    this.#new++;
    if (this.#cards().length === 0) return void setTimeout(() => void (this.isConnected && this.#refresh()), Math.random() * maxJitter);
    const leading = Number(this.querySelector<HTMLElement>(".lead")?.dataset["urgency"] ?? 0);
    if (article.alert || (article.urgency ?? 5) < leading || this.#new >= manyNew) this.#showButton();
  }

  /** Offers the present page if a live blog has come to or left the list of those that are live. */
  #compareLive({ id, coverage }: WireArticle): void {
    const isListed = document.querySelector(`live-now [data-article="${id}"]`) !== null;
    if ((coverage?.state === "live") !== isListed) this.#showButton();
  }

  #showButton(): void {
    const button = slot(this, "changed");
    if (button) button.hidden = false;
  }

  async #refresh(): Promise<void> {
    let page: Document;
    try {
      page = await fetchPage();
    } catch {
      return; // the button stays, and the connection says what is wrong
    }
    // A page that is older than what was already received would take back what is shown.
    const [shown, fetched] = [parseCursor(this.wire?.cursor), parseCursor(page.body.dataset["cursor"])];
    if (!this.isConnected || (shown && fetched && shown.epoch === fetched.epoch && fetched.seq < shown.seq)) return;
    showMain(page);
    scrollTo({ top: 0, behavior: "instant" });
    document.querySelector<HTMLElement>("front-page [data-slot=headline]")?.focus({ preventScroll: true });
  }

  #cards(): HTMLElement[] {
    return [...this.querySelectorAll<HTMLElement>(".card[data-article]")];
  }
}
