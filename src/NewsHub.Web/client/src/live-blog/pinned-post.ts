import type { Post } from "newshub-client";
import { keepLine } from "./still";
import { updatePost } from "./post-parts";

/** Maximum random delay in milliseconds before a pinned post that could not be fetched is fetched again; twice as long after each failure. */
const maxJitter = 2000;

/** Number of attempts to fetch a pinned post. */
const maxAttempts = 4;

type Create = (post: Post) => HTMLElement | null;

/** The post above all others: a copy, without the id of the post in its place. */
export class PinnedPost {
  readonly #place: HTMLElement;
  readonly #article: string;
  readonly #signal: AbortSignal;
  #wanted: string | undefined;
  /** The latest entry about the wanted post, which may come while the post is fetched. */
  #latest: Post | undefined;

  constructor(place: HTMLElement, article: string, signal: AbortSignal) {
    [this.#place, this.#article, this.#signal] = [place, article, signal];
    this.#wanted = this.#shown?.dataset["post"];
  }

  /** Applies a new version of a post, if it is the pinned one. */
  apply(post: Post, create: Create): void {
    if (post.id === this.#wanted) this.#latest = post;
    const shown = this.#shown;
    if (!shown || shown.dataset["post"] !== post.id || post.version <= Number(shown.dataset["version"])) return;
    const fresh = post.state === "removed" ? null : create(post);
    keepLine(() => {
      if (fresh) updatePost(shown, withoutIds(fresh));
      else this.#clear();
    });
  }

  /**
   * Shows the pinned post, or none.
   * @param delay Milliseconds before a post that the page does not have is fetched.
   */
  async show(id: string | undefined, delay: number, copyOf: (id: string) => HTMLElement | null, create: Create): Promise<void> {
    if (id === this.#wanted) return;
    [this.#wanted, this.#latest] = [id, undefined];
    const post = id === undefined ? null : (copyOf(id) ?? (await this.#find(id, delay, create)));
    if (this.#wanted !== id || this.#signal.aborted) return;
    keepLine(() => {
      this.#clear();
      if (post === null) return;
      this.#place.append(withoutIds(post));
      this.#place.hidden = false;
    });
  }

  get #shown(): HTMLElement | null {
    return this.#place.querySelector<HTMLElement>("[data-post]");
  }

  #clear(): void {
    this.#shown?.remove();
    this.#place.hidden = true;
  }

  /** Fetches the post, unless an entry about it comes before or is newer. */
  async #find(id: string, delay: number, create: Create): Promise<HTMLElement | null> {
    const fetched = await this.#fetch(id, delay);
    const post = this.#latest && this.#latest.version >= (fetched?.version ?? 0) ? this.#latest : fetched;
    return !post || post.state === "removed" ? null : create(post);
  }

  async #fetch(id: string, delay: number): Promise<Post | null> {
    for (let attempt = 0; attempt < maxAttempts && this.#wanted === id && !this.#latest && !this.#signal.aborted; attempt++) {
      await new Promise((resolve) => setTimeout(resolve, attempt === 0 ? delay : Math.random() * maxJitter * 2 ** attempt));
      try {
        const response = await fetch(`/api/articles/${this.#article}/posts?limit=1`, { signal: this.#signal });
        const { pinned } = response.ok ? ((await response.json()) as { readonly pinned?: Post | null }) : {};
        if (pinned?.id === id) return pinned;
      } catch (failure) {
        if (attempt === maxAttempts - 1) console.warn("The pinned post could not be loaded.", failure);
      }
    }
    return null;
  }
}

function withoutIds(post: HTMLElement): HTMLElement {
  const name = post.querySelector(".post-head [data-slot=title]")?.textContent || post.querySelector("time")?.textContent || "";
  for (const element of [post, ...post.querySelectorAll("[id]")]) element.removeAttribute("id");
  for (const attribute of ["aria-labelledby", "aria-posinset", "aria-setsize", "data-fresh", "data-marked", "tabindex"]) post.removeAttribute(attribute);
  post.setAttribute("aria-label", name.trim());
  return post;
}
