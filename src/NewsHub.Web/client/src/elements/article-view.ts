import type { Entry, WireState } from "newshub-client";
import { announce } from "../page/announce";
import { isTopInView, slot } from "../page/dom";
import { fetchDelay } from "../page/fetch-delay";
import { patch } from "../page/patch";
import { keepReadingLine } from "../page/reading-line";
import { fetchPage } from "../page/reload";
import { refreshTimes } from "../page/relative-time";
import { showAlert } from "../page/teaser";
import { word } from "../page/words";
import { LiveElement } from "./live-element";

/** Milliseconds before the page is fetched again: half to all of 1, 2, 4 … 30 s, at random, because all readers of the article fetch it. */
const retryDelay = (attempt: number): number => Math.min(30_000, 1000 * 2 ** Math.min(attempt, 5)) * (0.5 + Math.random() / 2);

/**
 * The article being read. Removed at once when it is killed or withheld, refreshed at once when it is corrected; other new versions are
 * offered by a button while the reader has scrolled down. A new version changes only what differs, and the line being read stays where it is.
 */
export class ArticleView extends LiveElement {
  #isReadCounted = false;
  /** The latest version that the wire has told. */
  #known = 0;
  #retryTimer: ReturnType<typeof setTimeout> | undefined;

  protected override connected(): void {
    this.addEventListener("click", (event) => this.#click(event), { signal: this.disconnected });
    document.addEventListener("visibilitychange", () => void this.#countRead(), { signal: this.disconnected });
    this.disconnected.addEventListener("abort", () => clearTimeout(this.#retryTimer), { once: true });
  }

  protected override listener() {
    return {
      entry: (entry: Entry) => this.apply(entry),
      state: (state: WireState) => void (state === "live" && this.#countRead()),
    };
  }

  apply(entry: Entry): void {
    const { kind, article, post } = entry;
    if (article.id !== this.dataset["article"]) return;
    const isNew = article.version > Number(this.dataset["version"]);
    if (isNew) this.#known = article.version;
    if (kind === "killed" || kind === "withheld") this.#withdraw(kind, article.note);
    else if (!isNew || post || kind === "coverageChanged") return; // the live blog shows its posts and its state
    else if (kind === "corrected") this.#refreshSoon(entry, article.note ? word("say.corrected", article.note) : word("say.correctedSimply"), () => true);
    else if (kind === "alerted" || kind === "alertCleared") showAlert(this, article);
    else if (this.#mayReplace()) this.#refreshSoon(entry, word("say.updated"), () => this.#mayReplace());
    else this.#offerUpdate();
  }

  /** True when a notice is shown in place of the article. */
  get #isWithdrawn(): boolean {
    return this.querySelector("article") === null;
  }

  /** True when new text does not move what is being read. */
  #mayReplace(): boolean {
    return this.#isWithdrawn || isTopInView(this);
  }

  /** @param text The newsroom's notice, if any. */
  #withdraw(kind: "killed" | "withheld", text?: string): void {
    const headline = word(kind);
    text ??= word(`${kind}.text`);
    const notice = document.createElement("div");
    notice.className = "notice";
    const title = document.createElement("h1");
    title.textContent = headline;
    const paragraph = document.createElement("p");
    paragraph.textContent = text;
    notice.append(title, paragraph);
    this.replaceChildren(notice);
    document.title = headline;
    for (const meta of document.querySelectorAll("meta[name=description], meta[property^='og:']")) meta.remove();
    announce(`${headline}. ${text}`);
  }

  /** Fetches the new version after a random delay. Offers it if it may not be shown any more by then. */
  #refreshSoon(entry: Entry, message: string, mayShow: () => boolean): void {
    clearTimeout(this.#retryTimer);
    this.#retryTimer = setTimeout(() => (mayShow() ? void this.#refresh(message, mayShow) : this.#offerUpdate()), fetchDelay(entry));
  }

  /**
   * Fetches the new version from its page, because entries carry no body. While that fails the update is offered by the button, and the page
   * is fetched again with back-off for as long as `mayRetry` returns true.
   */
  async #refresh(message: string, mayRetry: () => boolean, attempt = 0): Promise<void> {
    clearTimeout(this.#retryTimer);
    let page: Document;
    try {
      page = await fetchPage(new URL(`/articles/${this.dataset["article"]}/at/${this.#known}`, location.href).href);
    } catch {
      if (!this.isConnected) return;
      if (attempt === 0) this.#offerUpdate();
      clearTimeout(this.#retryTimer);
      this.#retryTimer = setTimeout(() => void (mayRetry() && this.#refresh(message, mayRetry, attempt + 1)), retryDelay(attempt));
      return;
    }
    const fresh = page.querySelector<HTMLElement>("article-view");
    if (!fresh || !this.isConnected || fresh.dataset["article"] !== this.dataset["article"]) return;
    // Concurrent requests may complete out of order.
    if (Number(fresh.dataset["version"]) < Number(this.dataset["version"])) return;
    document.title = page.title;
    this.dataset["version"] = fresh.dataset["version"];
    this.#show(fresh);
    refreshTimes();
    announce(message);
  }

  #show(fresh: HTMLElement): void {
    const [old, next] = [this.querySelector("article"), fresh.querySelector("article")];
    if (old && next) keepReadingLine(this, () => patch(old, next));
    else this.replaceChildren(...[...fresh.childNodes].map((node) => document.importNode(node, true)));
    const button = slot(this, "update");
    if (button) button.hidden = true;
  }

  #offerUpdate(): void {
    const button = slot(this, "update");
    if (button) button.hidden = false;
    announce(word("say.offered"));
  }

  #click(event: Event): void {
    const button = slot(this, "update");
    if (button?.contains(event.target as Node)) void this.#refresh(word("say.updated"), () => true);
  }

  /** Counts one read per page load, when the page is visible and live. */
  async #countRead(): Promise<void> {
    if (this.#isReadCounted || document.visibilityState !== "visible" || this.wire?.state !== "live") return;
    this.#isReadCounted = true;
    this.#isReadCounted = await this.wire.read(this.dataset["article"] ?? "");
  }
}
