import { backoff } from "../backoff.js";
import { isWithdrawn, parseCursor, type Coverage, type Cursor, type Entry, type Post, type WireArticle } from "../wire.js";
import { isUpTo, View } from "./view.js";

/** Which posts of a live blog to follow. */
export interface PostsOptions {
  /** The id of the article that has the live blog. */
  readonly article: string;
  /** True for key events only. */
  readonly key?: boolean | undefined;
  /** Number of posts, 1 to 80; by default 20. */
  readonly count?: number | undefined;
}

/** The posts of a live blog. */
export interface LiveBlog {
  /** The newest posts, the newest first. A struck one is among them, with its reason. */
  readonly posts: readonly Post[];
  /** The post to show above all others. */
  readonly pinned?: Post;
  /** The article; absent until the wire delivers the first change. */
  readonly article?: WireArticle;
}

/** Posts in memory besides those shown, which take the places of removed ones. */
const spare = 20;

/** Maximum number of ids of removed posts that are remembered, so that no older version brings one back: 1,000 × about 100 B = 0.1 MB. */
const maxRemoved = 1000;

/** Number of requests for a list that is loaded again, in about 2 minutes. After that the next entry about the article starts them anew. */
const maxAttempts = 10;

/**
 * The newest posts of a live blog, for `CurrentNews.follow`, which rejects with a `HubError` when the article has none.
 * @param listener Called with the posts, and again after each change.
 */
export function livePosts(options: PostsOptions, listener: (blog: LiveBlog) => void): View {
  return new PostsView(options, listener);
}

/** The newest posts of a live blog, by position. */
export class PostsView extends View {
  readonly topics: readonly string[];
  readonly path: string;
  readonly #options: PostsOptions;
  readonly #listener: (blog: LiveBlog) => void;
  readonly #removed = new Set<string>();
  #posts: Post[] = [];
  #pinned: Post | undefined;
  #article: WireArticle | undefined;
  /** True when the hub has posts after the last one here. */
  #hasMore = false;
  #isWithdrawn = false;
  /** The position of the latest withdrawal. */
  #withdrawnAt: Cursor | null = null;
  #isReloading = false;

  constructor(options: PostsOptions, listener: (blog: LiveBlog) => void) {
    super();
    const { article, key } = options;
    [this.#options, this.#listener] = [options, listener];
    this.topics = [`article/${article}`];
    this.path = `api/articles/${encodeURIComponent(article)}/posts?${new URLSearchParams({ before: `${Number.MAX_SAFE_INTEGER}`, ...(key && { key: "true" }), limit: `${this.#count + spare}` })}`;
  }

  override load(answer: unknown): void {
    // The hub may have read the posts just before the withdrawal, and the cursor just after.
    if (this.#isWithdrawn || isUpTo((answer as Answer).cursor, this.#withdrawnAt)) this.show();
    else super.load(answer);
  }

  override applyEntry(entry: Entry): void {
    super.applyEntry(entry);
    if (entry.article.id !== this.#options.article) return;
    this.#isWithdrawn = isWithdrawn(entry.kind);
    if (this.#isWithdrawn) this.#withdrawnAt = parseCursor(entry.cursor);
    else if (this.#withdrawnAt && !this.isLoaded && !this.#isReloading) void this.#loadAgain();
  }

  protected override replace(answer: unknown): void {
    const { posts, pinned, coverage, next, previous } = answer as Answer;
    this.#posts = posts.filter(({ id }) => !this.#removed.has(id)).sort(byPosition);
    this.#pinned = pinned && !this.#removed.has(pinned.id) ? pinned : undefined;
    this.#hasMore = (coverage?.order === "oldest" ? previous : next) != null;
  }

  protected override change({ kind, article, post }: Entry): boolean {
    if (article.id !== this.#options.article) return false;
    this.#article = article;
    if (isWithdrawn(kind)) {
      [this.#posts, this.#pinned] = [[], undefined];
      this.unload();
      return true;
    }
    if (post) this.#apply(post);
    if (this.#pinned?.id !== article.coverage?.pinned) this.#pinned = this.#posts.find(({ id }) => id === article.coverage?.pinned);
    return true;
  }

  protected override show(): void {
    this.#listener({
      posts: this.#posts.slice(0, this.#count),
      ...(this.#pinned && { pinned: this.#pinned }),
      ...(this.#article && { article: this.#article }),
    });
  }

  get #count(): number {
    return this.#options.count ?? 20;
  }

  async #loadAgain(): Promise<void> {
    this.#isReloading = true;
    for (let attempt = 0; attempt < maxAttempts && !this.isLoaded && !this.#isWithdrawn; attempt++) {
      await Promise.allSettled([this.reload()]);
      await new Promise((resolve) => setTimeout(resolve, backoff(attempt)));
    }
    this.#isReloading = false;
  }

  #apply(post: Post): void {
    if (this.#removed.has(post.id)) return;
    if (post.state === "removed") this.#forget(post.id);
    if (this.#pinned?.id === post.id && post.version >= this.#pinned.version) this.#pinned = post.state === "removed" ? undefined : post;
    const old = this.#posts.find(({ id }) => id === post.id);
    if (old && post.version < old.version) return;
    this.#posts = this.#posts.filter((other) => other !== old);
    if (post.state === "removed" || (this.#options.key && !post.key)) return;
    const isLast = this.#posts.every((other) => byPosition(other, post) < 0);
    if (isLast && this.#hasMore && this.#posts.length > 0) return; // the hub may have others that come before it
    this.#posts = [...this.#posts, post].sort(byPosition);
    if (this.#posts.length > this.#count + spare) this.#hasMore = this.#posts.pop() !== undefined;
  }

  #forget(id: string): void {
    this.#removed.add(id);
    if (this.#removed.size > maxRemoved) this.#removed.delete(this.#removed.values().next().value!);
  }
}

/** A page of posts, in the order of the live blog. */
interface Answer {
  readonly posts: Post[];
  readonly pinned?: Post | null;
  readonly coverage?: Coverage;
  readonly next?: string | null;
  readonly previous?: string | null;
  readonly cursor?: string;
}

/** The newest first. */
const byPosition = (a: Post, b: Post): number => (b.position ?? 0) - (a.position ?? 0);
