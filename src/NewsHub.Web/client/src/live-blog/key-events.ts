import type { Post } from "newshub-client";
import { cloneTemplate, link, fill, setLanguage } from "../page/dom";
import { showTime } from "../page/relative-time";
import { whenLeft } from "../page/stillness";
import { textOf } from "./html";
import { keepLine } from "./still";

/** Maximum number of key events in the list; the oldest are dropped. */
const maxShown = 200;

/** Characters of a post without a title that stand in for one. */
const maxExcerpt = 100;

/**
 * The key events of a live blog, the newest first, each a link to its post. Rows have one height and are placed by a transform, so that a new event
 * moves nothing but the rows. While the reader points at the list or has the focus in it, it stands still; a post that is removed leaves at once.
 */
export class KeyEvents {
  readonly #list: HTMLElement;
  readonly #nav: HTMLElement;
  readonly #waiting = new Map<string, Post>();

  constructor(nav: HTMLElement) {
    this.#nav = nav;
    this.#list = nav.querySelector<HTMLElement>("ol")!;
    this.#place();
  }

  /** Applies a new version of a post, which may be a key event or none. */
  apply(post: Post, language: string | undefined): void {
    const row = this.#find(post.id);
    const isShown = post.key === true && post.state === "published";
    this.#waiting.delete(post.id);
    if (!isShown && post.state !== "published") row?.replaceChildren(); // withdrawn: at once, its row stays until the list may change
    if (!isShown && !row) return;
    if (isShown) this.#waiting.set(post.id, post);
    else delete row!.dataset["post"];
    whenLeft(this.#nav, () => keepLine(() => this.#arrange(language)));
  }

  #arrange(language: string | undefined): void {
    for (const row of this.#list.querySelectorAll(":scope > :not([data-post])")) row.remove();
    for (const post of this.#waiting.values()) this.#show(post, language);
    this.#waiting.clear();
    for (const row of this.#rows().slice(maxShown)) row.remove();
    this.#place();
  }

  #show(post: Post, language: string | undefined): void {
    const row = this.#find(post.id) ?? cloneTemplate(this.#nav);
    if (!row) return;
    Object.assign(row.dataset, { post: post.id, position: String(post.position) });
    showTime(row, post.at);
    link(row, "url", `${post.url}#post-${post.id}`);
    fill(row, "url", post.title ?? excerptOf(post));
    setLanguage(row.querySelector("a"), language);
    const older = this.#rows().find((other) => other !== row && Number(other.dataset["position"]) < Number(post.position));
    // A row that stays where it is is not taken out, because it would lose the focus.
    if (row.isConnected && (older ?? null) === row.nextElementSibling) return;
    this.#list.insertBefore(row, older ?? null);
  }

  #place(): void {
    const rows = this.#rows();
    for (const [place, row] of rows.entries()) row.style.setProperty("--place", String(place));
    this.#list.style.setProperty("--rows", String(rows.length));
    this.#list.dataset["placed"] = "";
    this.#nav.hidden = rows.length === 0;
  }

  #find(id: string): HTMLElement | undefined {
    return this.#rows().find((row) => row.dataset["post"] === id);
  }

  #rows(): HTMLElement[] {
    return [...this.#list.children] as HTMLElement[];
  }
}

/** The beginning of a post, for one without a title. */
export function excerptOf(post: Post): string {
  const text = textOf(post);
  if (text.length <= maxExcerpt) return text;
  const end = text.lastIndexOf(" ", maxExcerpt);
  return `${text.slice(0, end > 0 ? end : maxExcerpt)}…`;
}
