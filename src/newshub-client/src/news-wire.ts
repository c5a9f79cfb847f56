import { backoff } from "./backoff.js";
import { EventStream } from "./event-stream.js";
import { react, read } from "./hub-api.js";
import { Refusal, type Line, type LineEvents } from "./line.js";
import { Session, type Message, type News } from "./session.js";
import { Socket } from "./socket.js";
import type { Counts, Entry, Ranking } from "./wire.js";

export type WireState = "connecting" | "catchingUp" | "live" | "offline" | "paused";

export interface Listener {
  /** Something happened to an article: each entry of the topics once, in the order of the wire. */
  entry?: (entry: Entry) => void;
  ranking?: (ranking: Ranking) => void;
  counts?: (counts: Counts) => void;
  state?: (state: WireState) => void;
  /** What was missed is more than the hub can bring, or it began a new life: forget what was shown, the newest follow. */
  reset?: () => void;
  /** The hub does not have these topics any more, and nothing else will come. */
  refused?: (reason: string) => void;
}

export interface NewsWireOptions {
  /** What to follow at first, such as `breaking`, `section/world`, `ranking/rising`, `counts/{id}`. */
  readonly topics?: Iterable<string>;
  /** The cursor to go on from; without it the newest entries come first. */
  readonly after?: string;
  /**
   * In place of `reset`: loads anew what is shown, and answers with the cursor from which the wire goes on. A page that the hub has
   * rendered does this.
   */
  readonly reload?: () => Promise<string>;
}

/** Most loads in one catch-up before it starts over with a pause. */
const maxReloads = 3;

/** Longest wait, in milliseconds, of those who have to ask again all at once. */
const spread = 1000;

/** One line to a hub: opens it, keeps it open, and tells its listeners what the wire says, each thing once. */
export class NewsWire {
  readonly hub: URL;
  readonly #topics: Set<string>;
  readonly #session: Session;
  readonly #reload: NewsWireOptions["reload"];
  readonly #listeners = new Set<Listener>();
  readonly #jobs: ((line: Line) => Promise<void>)[] = [];
  readonly #ended = new AbortController();
  #line: Line | null = null;
  #isCaughtUp = false;
  #isWorking = false;
  #areSocketsBlocked = false;
  #state: WireState = "connecting";
  #paused = false;
  #failures = 0;
  #retry: ReturnType<typeof setTimeout> | undefined;
  #askAgain: ReturnType<typeof setTimeout> | undefined;

  /** @param hub Its address, such as `https://hub.example`; a page of the hub itself gives `location.origin`. */
  constructor(hub: string | URL, { topics = [], after, reload }: NewsWireOptions = {}) {
    this.hub = new URL(hub);
    if (!this.hub.pathname.endsWith("/")) this.hub.pathname += "/";
    this.#topics = new Set(topics);
    this.#session = new Session(this.#topics, after ?? null);
    this.#reload = reload;
  }

  get state(): WireState {
    return this.#state;
  }

  get isPaused(): boolean {
    return this.#paused;
  }

  /** Everything up to here was told; another wire may go on from it. Null: nothing came yet. */
  get cursor(): string | null {
    return this.#session.cursor;
  }

  get topics(): readonly string[] {
    return [...this.#topics];
  }

  /** Listens until `until` is aborted. */
  listen(listener: Listener, until?: AbortSignal): void {
    this.#listeners.add(listener);
    until?.addEventListener("abort", () => this.#listeners.delete(listener), { once: true });
    listener.state?.(this.#state);
  }

  start(): void {
    void this.#connect();
    if (typeof addEventListener !== "function") return;
    const { signal } = this.#ended;
    addEventListener("online", () => this.#hurry(), { signal });
    // Without a network the line would take half a minute to notice.
    addEventListener("offline", () => this.#line && this.#lost(this.#line), { signal });
    // A page that comes back from the back-forward cache has lost its line without being told.
    addEventListener("pageshow", (event) => event.persisted && this.#hurry(), { signal });
  }

  /** Ends for good. */
  close(): void {
    this.#ended.abort();
    this.#jobs.length = 0;
    clearTimeout(this.#askAgain);
    clearTimeout(this.#retry);
    if (this.#line) this.#lost(this.#line);
  }

  /**
   * Follows more topics, from the place that is reached on. Rejects with a `Refusal` and the hub's reason where it does not have one of
   * them; the others are followed as before.
   */
  add(...topics: string[]): Promise<void> {
    return new Promise((done, refused) => {
      this.#ended.signal.addEventListener("abort", () => refused(new Error("The wire was closed.")), { once: true });
      this.#whenCaughtUp(async (line) => {
        const added = topics.filter((topic) => !this.#topics.has(topic));
        for (const topic of added) this.#topics.add(topic);
        try {
          if (added.length > 0) await this.#catchUp(line);
          done();
        } catch (failure) {
          for (const topic of added) this.#topics.delete(topic);
          if (!(failure instanceof Refusal)) throw failure;
          refused(failure);
          await this.#catchUp(line);
        }
      });
    });
  }

  /** Follows these topics no longer; nothing of them comes from now on. */
  remove(...topics: string[]): void {
    for (const topic of topics) this.#topics.delete(topic);
    this.#whenCaughtUp((line) => this.#catchUp(line));
  }

  /** Stops what moves. What is taken back is still told, at once and again in its place, so the line stays open. */
  pause(): void {
    this.#paused = true;
    this.#session.pause();
    this.#show("paused");
  }

  /** Fetches what was missed while paused, and goes on. */
  resume(): void {
    this.#paused = false;
    this.#session.resume();
    if (this.#line) this.#whenCaughtUp((line) => this.#catchUp(line));
    else this.#show("offline");
  }

  /** Counts a read; false: the hub did not learn of it. */
  async read(articleId: string): Promise<boolean> {
    try {
      await (this.#isCaughtUp && this.#line ? this.#line.read(articleId) : read(this.hub, articleId));
      return true;
    } catch {
      return false;
    }
  }

  /** Gives a reaction, or takes it back; answers with the counts afterwards. Null: the hub did not take it. */
  async react(articleId: string, reaction: string, on: boolean): Promise<Counts | null> {
    try {
      if (this.#isCaughtUp && this.#line) return await this.#line.react(articleId, reaction, on);
    } catch (failure) {
      if (failure instanceof Refusal) return null;
    }
    return react(this.hub, articleId, reaction, on).catch(() => null);
  }

  async #connect(): Promise<void> {
    clearTimeout(this.#retry);
    this.#retry = undefined;
    if (this.#failures === 0) this.#show("connecting");
    for (const kind of this.#areSocketsBlocked ? [EventStream] : [Socket, EventStream]) {
      const line = this.#newLine(kind);
      this.#line = line;
      try {
        await line.open();
      } catch {
        line.close();
        if (line !== this.#line) return;
        continue; // nobody is there, or something in between lets no WebSocket through: events will tell
      }
      if (line === this.#line) await this.#begin(line);
      return;
    }
  }

  async #begin(line: Line): Promise<void> {
    try {
      await this.#catchUp(line);
      this.#areSocketsBlocked = line instanceof EventStream;
    } catch (failure) {
      this.#areSocketsBlocked = false;
      if (failure instanceof Refusal) this.#refuse(failure);
      else this.#lost(line);
    }
  }

  #newLine(kind: new (hub: URL, on: LineEvents) => Line): Line {
    const line: Line = new kind(this.hub, {
      message: (message) => this.#receive(line, message),
      move: (withinSeconds) => this.#moveWithin(line, withinSeconds),
      closed: () => this.#lost(line),
    });
    return line;
  }

  async #catchUp(line: Line): Promise<void> {
    this.#show("catchingUp");
    for (let reloads = 0; ; ) {
      this.#session.hold();
      const answer = await line.follow(this.topics, this.#session.cursor);
      if (line !== this.#line) throw new Error("The line was lost.");
      if (!answer.recovered && this.#reload) {
        if (++reloads > maxReloads) throw new Error("The hub does not know its own cursor.");
        this.#session.restart(await this.#reload());
        continue;
      }
      if (!answer.recovered) this.#reset();
      const { news, again } = this.#session.accept(answer);
      for (const each of news) this.#tell(each);
      if (!again) break;
    }
    this.#failures = 0;
    this.#isCaughtUp = true;
    this.#show("live");
    this.#mend();
    void this.#work();
  }

  /** Does something with the line, one thing after the other, as soon as there is one that has caught up. */
  #whenCaughtUp(job: (line: Line) => Promise<void>): void {
    this.#jobs.push(job);
    void this.#work();
  }

  async #work(): Promise<void> {
    if (this.#isWorking) return;
    this.#isWorking = true;
    while (this.#line && this.#isCaughtUp && this.#jobs.length > 0) {
      const line = this.#line;
      const job = this.#jobs[0]!;
      try {
        await job(line);
        this.#jobs.shift();
      } catch {
        this.#lost(line); // the job waits for the next one
      }
    }
    this.#isWorking = false;
  }

  #receive(line: Line, message: Message): void {
    if (line !== this.#line) return;
    for (const news of this.#session.offer(message)) this.#tell(news);
    this.#mend();
  }

  /** Asks again where what came did not fit, at a moment of its own: whatever it was, others have it too. */
  #mend(): void {
    if (!this.#session.isBroken || this.#askAgain !== undefined) return;
    this.#askAgain = setTimeout(() => {
      this.#askAgain = undefined;
      if (this.#session.isBroken) this.#whenCaughtUp((line) => this.#catchUp(line));
    }, Math.random() * spread);
  }

  #reset(): void {
    this.#session.restart(null);
    this.#each((listener) => listener.reset?.());
  }

  #tell(news: News): void {
    this.#each((listener) => {
      if (news.type === "entry") listener.entry?.(news.entry);
      else if (news.type === "ranking") listener.ranking?.(news.ranking);
      else listener.counts?.(news.counts);
    });
  }

  #each(tell: (listener: Listener) => void): void {
    for (const listener of [...this.#listeners])
      try {
        tell(listener);
      } catch (failure) {
        // The application's own, to be seen there; the others are told all the same.
        queueMicrotask(() => {
          throw failure;
        });
      }
  }

  #lost(line: Line): void {
    line.close();
    if (line !== this.#line) return;
    this.#line = null;
    this.#isCaughtUp = false;
    this.#show("offline");
    if (!this.#ended.signal.aborted) this.#retry = setTimeout(() => void this.#connect(), backoff(this.#failures++));
  }

  #refuse({ message }: Refusal): void {
    this.close();
    this.#each((listener) => listener.refused?.(message));
    if (![...this.#listeners].some((listener) => listener.refused)) throw new Refusal(message);
  }

  /** The hub is about to stop; everybody goes at a moment of their own, and leaves the old line when the new one is there. */
  #moveWithin(old: Line, seconds: number): void {
    setTimeout(() => this.#whenCaughtUp(async (line) => {
      if (line !== old) return;
      const next = this.#newLine(this.#areSocketsBlocked ? EventStream : Socket);
      try {
        await next.open();
      } catch {
        next.close();
        return; // the old line tells when it ends
      }
      if (line !== this.#line) return next.close();
      this.#line = next;
      try {
        await this.#catchUp(next);
      } catch {
        this.#lost(next);
      } finally {
        old.close();
      }
    }), Math.random() * seconds * 1000);
  }

  #hurry(): void {
    if (this.#line) return;
    clearTimeout(this.#retry);
    // Everybody behind one router comes back online in the same instant.
    this.#retry = setTimeout(() => void this.#connect(), Math.random() * spread);
  }

  #show(state: WireState): void {
    const shown = this.#paused && state !== "offline" ? "paused" : state;
    if (shown === this.#state) return;
    this.#state = shown;
    this.#each((listener) => listener.state?.(shown));
  }
}
