/** Milliseconds during which impressions are collected into one request. */
const sendDelay = 1000;

/** Impressions recorded since the page was loaded: one per list and article. */
const recorded = new Set<string>();

/**
 * Reports to the hub which articles of a ranking or a list were in view: it corrects scores for reads that a ranking itself causes, and recommends what is
 * read most often when it is in view.
 */
export class Impressions {
  readonly #ranking: string;
  readonly #observer: IntersectionObserver;
  #pending: string[] = [];
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** @param ranking `rising`, `rising/world`, or a list: `latest`, `related`, `recommended`. */
  constructor(ranking: string, signal: AbortSignal) {
    this.#ranking = ranking;
    this.#observer = new IntersectionObserver((changes) => this.#record(changes), { threshold: 0.5 });
    addEventListener("pagehide", () => this.#send(), { signal });
    signal.addEventListener("abort", () => {
      this.#observer.disconnect();
      this.#send();
    });
  }

  /** Observes more items; an item that is already observed is ignored. */
  watch(items: Iterable<Element>): void {
    for (const item of items) this.#observer.observe(item);
  }

  #record(changes: readonly IntersectionObserverEntry[]): void {
    for (const { isIntersecting, target } of changes) {
      const article = (target as HTMLElement).dataset["article"];
      const key = `${this.#ranking} ${article}`;
      if (!isIntersecting || !article || recorded.has(key)) continue;
      recorded.add(key);
      this.#pending.push(article);
    }
    if (this.#pending.length > 0) this.#timer ??= setTimeout(() => this.#send(), sendDelay);
  }

  #send(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#pending.length === 0) return;
    // A beacon is delivered even while the page unloads.
    navigator.sendBeacon("/api/impressions", JSON.stringify({ ranking: this.#ranking, articles: this.#pending }));
    this.#pending = [];
  }
}
