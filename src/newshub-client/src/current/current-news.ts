import type { NewsWireOptions, Reloaded, Wire } from "../base-wire.js";
import { backoff } from "../backoff.js";
import { getJson } from "../hub-api.js";
import { HubError } from "../transport.js";
import { parseCursor, type Cursor, type Ranking } from "../wire.js";
import { ArticlesView, breakingList, latestList, type ArticlesListener, type LatestOptions } from "./articles-view.js";
import { RankingView, type RankingOptions } from "./ranking-view.js";
import { isUpTo, type View } from "./view.js";

/**
 * Lists of what is now: the latest articles, breaking news, rankings and posts of live blogs. Each list is loaded with the cursor at which the hub read
 * it, and the wire continues it from there, without a gap or a repeat. All lists share one wire, which connects when the first one is followed.
 */
export class CurrentNews {
  readonly wire: Wire;
  readonly #views = new Map<View, Followed>();
  #isStarted = false;
  /** True when lists have been loaded. One that is followed later is loaded on its own. */
  #hasBegun = false;

  /** @param open Opens the wire with these options: `(options) => new NewsWire("https://hub.example", options)`. */
  constructor(open: (options: NewsWireOptions) => Wire) {
    this.wire = open({ reload: () => this.#loadAll() });
    this.wire.listen({
      entry: (entry) => this.#views.forEach((_, view) => void view.applyEntry(entry)),
      ranking: (ranking) => this.#views.forEach((_, view) => void view.applyRanking(ranking)),
      // Where something holds the stream back the lists still come by plain requests, as often as the wire tries again.
      state: (state, cause) => void (state === "offline" && this.#hasBegun && cause !== "network" && this.#loadEach()),
    });
  }

  /**
   * Calls the listener with the latest articles, the most recently published first, and again after each change, until the signal is aborted.
   * Resolves after the first call; rejects with a `HubError` when the hub does not have the section.
   */
  latest(options: LatestOptions, listener: ArticlesListener, signal?: AbortSignal): Promise<void> {
    return this.follow(new ArticlesView(latestList(options), listener), signal);
  }

  /** The same for the articles with an active alert: the most severe first, then the latest published. */
  breaking(listener: ArticlesListener, signal?: AbortSignal): Promise<void> {
    return this.follow(new ArticlesView(breakingList, listener), signal);
  }

  /** The same for a ranking. */
  ranking(options: RankingOptions, listener: (ranking: Ranking) => void, signal?: AbortSignal): Promise<void> {
    return this.follow(new RankingView(options, listener), signal);
  }

  /** The same for a list that comes with a listener of its own, such as `livePosts`: a bundle has only the lists that it uses. */
  follow(view: View, signal?: AbortSignal): Promise<void> {
    return new Promise((loaded, refused) => {
      this.#views.set(view, { loaded, refused });
      view.reload = () => this.#load(view);
      signal?.addEventListener("abort", () => this.#drop(view), { once: true });
      // Lists that are followed in one turn are loaded together, before the wire subscribes to the topics of all of them.
      if (!this.#isStarted) queueMicrotask(() => this.wire.start());
      this.#isStarted = true;
      if (this.#hasBegun) void this.#followLate(view);
    });
  }

  /** Closes the wire; the lists stay as they are. */
  close(): void {
    this.#views.clear();
    this.wire.close();
  }

  /** Subscribes first and loads then, so that no change is missed in between. */
  async #followLate(view: View): Promise<void> {
    try {
      await this.wire.add(...view.topics);
    } catch (failure) {
      return this.#refuse(view, failure);
    }
    for (let attempt = 0; this.#views.has(view) && !view.isLoaded; attempt++)
      try {
        return await this.#load(view);
      } catch (failure) {
        if (failure instanceof HubError) this.#refuse(view, failure);
        else await new Promise((resolve) => setTimeout(resolve, backoff(attempt)));
      }
  }

  async #loadAll(): Promise<Reloaded> {
    this.#hasBegun = true;
    const views = [...this.#views.keys()];
    const answers = await this.#loadEach();
    for (const [place, answer] of answers.entries())
      if (answer.status === "rejected") {
        if (!(answer.reason instanceof HubError)) throw answer.reason;
        this.#refuse(views[place]!, answer.reason);
      }
    const cursor = earliest(views.flatMap((view) => view.cursor ?? []));
    return { cursor: cursor && `${cursor.epoch}.${cursor.seq}`, topics: this.#topics };
  }

  #loadEach(): Promise<PromiseSettledResult<void>[]> {
    return Promise.allSettled([...this.#views.keys()].map((view) => this.#load(view)));
  }

  async #load(view: View): Promise<void> {
    const answer = await getJson(this.wire.hub, view.path);
    const followed = this.#views.get(view);
    // The wire may have delivered later changes meanwhile.
    const { cursor } = answer as { cursor?: string };
    const isOutdated = view.isLoaded && cursor !== this.wire.cursor && isUpTo(cursor, parseCursor(this.wire.cursor));
    if (!followed || isOutdated) return;
    view.load(answer);
    followed.loaded();
  }

  get #topics(): readonly string[] {
    return [...new Set([...this.#views.keys()].flatMap((view) => view.topics))];
  }

  #refuse(view: View, reason: unknown): void {
    this.#views.get(view)?.refused(reason);
    this.#views.delete(view);
  }

  #drop(view: View): void {
    if (!this.#views.delete(view)) return;
    const left = view.topics.filter((topic) => !this.#topics.includes(topic));
    if (this.#hasBegun && left.length > 0) this.wire.remove(...left);
  }
}

interface Followed {
  readonly loaded: () => void;
  readonly refused: (reason: unknown) => void;
}

/** Lists read after this cursor contain the first of the entries that follow it; they skip those. */
function earliest(cursors: readonly Cursor[]): Cursor | null {
  if (cursors.some(({ epoch }) => epoch !== cursors[0]!.epoch)) throw new Error("The hub changed its database.");
  return cursors.reduce<Cursor | null>((first, next) => (first && first.seq <= next.seq ? first : next), null);
}
