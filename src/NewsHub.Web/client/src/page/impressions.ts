/** How long places gather before the hub is told, in milliseconds. */
const pause = 1000;

/** What was told of since the page was loaded: each place of a ranking once. */
const told = new Set<string>();

/** Tells the hub which places of a ranking were in view, so that what the list itself brings can be divided out. */
export class Impressions {
  readonly #ranking: string;
  readonly #observer: IntersectionObserver;
  #seen: string[] = [];
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** @param ranking `rising`, or `rising/world`. */
  constructor(ranking: string, until: AbortSignal) {
    this.#ranking = ranking;
    this.#observer = new IntersectionObserver((changes) => this.#look(changes), { threshold: 0.5 });
    addEventListener("pagehide", () => this.#tell(), { signal: until });
    until.addEventListener("abort", () => {
      this.#observer.disconnect();
      this.#tell();
    });
  }

  /** Watches these, too; to be told once more of one that is watched changes nothing. */
  watch(items: Iterable<HTMLElement>): void {
    for (const item of items) this.#observer.observe(item);
  }

  #look(changes: readonly IntersectionObserverEntry[]): void {
    for (const { isIntersecting, target } of changes) {
      const article = (target as HTMLElement).dataset["article"];
      const key = `${this.#ranking} ${article}`;
      if (!isIntersecting || !article || told.has(key)) continue;
      told.add(key);
      this.#seen.push(article);
    }
    if (this.#seen.length > 0) this.#timer ??= setTimeout(() => this.#tell(), pause);
  }

  #tell(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#seen.length === 0) return;
    // It gets through even as the reader leaves for one of these articles.
    navigator.sendBeacon("/api/impressions", JSON.stringify({ ranking: this.#ranking, articles: this.#seen }));
    this.#seen = [];
  }
}
