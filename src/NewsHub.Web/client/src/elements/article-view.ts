import type { Entry, WireState } from "newshub-client";
import { announce } from "../page/announce";
import { fill, isTopInView, slot } from "../page/dom";
import { fetchPage } from "../page/reload";
import { refreshTimes } from "../page/relative-time";
import { LiveElement } from "./live-element";

/**
 * The article that is being read: taken away at once when it is killed or withheld, mended at once when it is corrected;
 * other new versions wait for the reader to be done.
 */
export class ArticleView extends LiveElement {
  #isRead = false;

  protected override connected(): void {
    this.addEventListener("click", (event) => this.#click(event), { signal: this.left });
    document.addEventListener("visibilitychange", () => void this.#read(), { signal: this.left });
  }

  protected override listener() {
    return {
      entry: (entry: Entry) => this.apply(entry),
      state: (state: WireState) => void (state === "live" && this.#read()),
    };
  }

  apply({ kind, article }: Entry): void {
    if (article.id !== this.dataset["article"]) return;
    if (kind === "killed" || kind === "withheld") this.#takeAway(kind, article.note);
    else if (article.version <= Number(this.dataset["version"])) return;
    else if (kind === "corrected") void this.#refresh(`Corrected: ${article.note ?? "this article was corrected."}`);
    else if (kind === "alerted" || kind === "alertCleared") fill(this, "alert", article.alert);
    else if (this.#isTakenAway || isTopInView(this)) void this.#refresh("The article was updated.");
    else this.#offer();
  }

  /** Nothing is being read then, so nothing can be moved. */
  get #isTakenAway(): boolean {
    return this.querySelector("article") === null;
  }

  /** @param words What the newsroom says in its place, if anything. */
  #takeAway(kind: "killed" | "withheld", words?: string): void {
    const headline = kind === "killed" ? "This article was killed" : "This article is not available";
    words ??= kind === "killed" ? "The newsroom took it back for good." : "The newsroom took it back for now.";
    const notice = document.createElement("div");
    notice.className = "notice";
    const title = document.createElement("h1");
    title.textContent = headline;
    const text = document.createElement("p");
    text.textContent = words;
    notice.append(title, text);
    this.replaceChildren(notice);
    document.title = headline;
    for (const meta of document.querySelectorAll("meta[name=description], meta[property^='og:']")) meta.remove();
    announce(`${headline}. ${words}`);
  }

  /** The whole new version comes from its page: the wire carries no body. */
  async #refresh(words: string): Promise<void> {
    let page: Document;
    try {
      page = await fetchPage();
    } catch {
      this.#offer();
      return;
    }
    const fresh = page.querySelector<HTMLElement>("article-view");
    if (!fresh || !this.isConnected || fresh.dataset["article"] !== this.dataset["article"]) return;
    // Of two answers on their way the older may come last.
    if (Number(fresh.dataset["version"]) < Number(this.dataset["version"])) return;
    document.title = page.title;
    this.dataset["version"] = fresh.dataset["version"];
    this.replaceChildren(...[...fresh.childNodes].map((node) => document.importNode(node, true)));
    refreshTimes();
    announce(words);
  }

  #offer(): void {
    const button = slot(this, "update");
    if (button) button.hidden = false;
    announce("There is a new version of this article.");
  }

  #click(event: Event): void {
    const button = slot(this, "update");
    if (button?.contains(event.target as Node)) void this.#refresh("The article was updated.");
  }

  /** Counted once, when it is looked at. */
  async #read(): Promise<void> {
    if (this.#isRead || document.visibilityState !== "visible" || this.live?.state !== "live") return;
    this.#isRead = true;
    this.#isRead = await this.live.read(this.dataset["article"] ?? "");
  }
}
