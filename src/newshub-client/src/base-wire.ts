import { backoff } from "./backoff.js";
import { react, read } from "./hub-api.js";
import { causeOf, type OfflineCause } from "./offline-cause.js";
import { Session, type Message, type News } from "./session.js";
import { HubError, type Transport, type TransportType } from "./transport.js";
import type { Counts, Entry, Ranking } from "./wire.js";

export type WireState = "connecting" | "catchingUp" | "live" | "offline" | "paused";

export interface Listener {
  /** An article changed. Each entry of the topics is delivered once, in wire order. */
  entry?: (entry: Entry) => void;
  ranking?: (ranking: Ranking) => void;
  counts?: (counts: Counts) => void;
  /** @param cause Why the wire is offline; null in every other state. */
  state?: (state: WireState, cause: OfflineCause | null) => void;
  /** The hub cannot resume from the cursor: too much was missed, or its database has a new epoch. Discard what is shown; the newest entries follow. */
  reset?: () => void;
  /** The hub does not have one of the topics. The wire is closed. */
  refused?: (reason: string) => void;
}

export interface NewsWireOptions {
  /** The initial topics, such as `breaking`, `section/world`, `ranking/rising`, `counts/{id}`. */
  readonly topics?: Iterable<string>;
  /** The cursor to resume from; without it the newest entries come first, or `reload` is called. */
  readonly after?: string;
  /**
   * Loads the content and returns the cursor from which the wire continues. Called instead of `reset`, and first of all by a wire without a
   * cursor. A `HubError` ends the wire; any other failure is retried.
   */
  readonly reload?: () => Promise<string | Reloaded>;
}

/** Content that was loaded again. */
export interface Reloaded {
  /** The cursor from which the wire continues; null for content without entries, such as rankings. */
  readonly cursor: string | null;
  /** The topics of the new content. They replace those that the wire followed. */
  readonly topics: readonly string[];
}

/** Maximum number of reloads in one catch-up before the wire reconnects with a delay. */
const maxReloads = 3;

/** Maximum random delay in milliseconds before a request that many readers make at the same moment. */
const maxJitter = 1000;

/**
 * A connection to a hub: opens it, reconnects when it is lost, and delivers each message to its listeners once. Subclasses name the transports, so
 * that a bundle has only those that it uses.
 */
export class Wire {
  /** The address of the hub. Its query, if any, is `reader`, the token of the reader. */
  readonly hub: URL;
  readonly #transports: readonly TransportType[];
  readonly #topics: Set<string>;
  readonly #session: Session;
  readonly #reload: NewsWireOptions["reload"];
  readonly #listeners = new Set<Listener>();
  readonly #jobs: ((transport: Transport) => Promise<void>)[] = [];
  readonly #closed = new AbortController();
  #transport: Transport | null = null;
  #isCaughtUp = false;
  #isRunningJobs = false;
  #areSocketsBlocked = false;
  #state: WireState = "connecting";
  #cause: OfflineCause | null = null;
  #isPaused = false;
  #failures = 0;
  #retryTimer: ReturnType<typeof setTimeout> | undefined;
  #resyncTimer: ReturnType<typeof setTimeout> | undefined;

  /** @param transports The transports to try, in this order. Those on a socket come first. */
  constructor(transports: readonly TransportType[], hub: string | URL, { topics = [], after, reload }: NewsWireOptions = {}) {
    this.hub = new URL(hub);
    this.#transports = transports;
    if (!this.hub.pathname.endsWith("/")) this.hub.pathname += "/";
    this.#topics = new Set(topics);
    this.#session = new Session(this.#topics, after ?? null);
    this.#reload = reload;
  }

  get state(): WireState {
    return this.#state;
  }

  /** Why the wire is offline; null in every other state. */
  get offlineCause(): OfflineCause | null {
    return this.#cause;
  }

  get isPaused(): boolean {
    return this.#isPaused;
  }

  /** Everything up to this cursor was delivered; another wire can resume from it. Null before the first snapshot. */
  get cursor(): string | null {
    return this.#session.cursor;
  }

  get topics(): readonly string[] {
    return [...this.#topics];
  }

  /** Adds a listener until the signal is aborted. */
  listen(listener: Listener, signal?: AbortSignal): void {
    this.#listeners.add(listener);
    signal?.addEventListener("abort", () => this.#listeners.delete(listener), { once: true });
    listener.state?.(this.#state, this.#cause);
  }

  start(): void {
    const { signal } = this.#closed;
    if (signal.aborted) return;
    void this.#connect();
    if (typeof addEventListener !== "function") return;
    addEventListener("online", () => this.#reconnectSoon(), { signal });
    // Without this event a lost network is noticed only after half a minute.
    addEventListener("offline", () => this.#transport && this.#disconnect(this.#transport), { signal });
    // A page restored from the back-forward cache has lost its connection without an event.
    addEventListener("pageshow", (event) => event.persisted && this.#reconnectSoon(), { signal });
  }

  /** Closes the wire; it cannot be started again. */
  close(): void {
    this.#closed.abort();
    this.#jobs.length = 0;
    clearTimeout(this.#resyncTimer);
    clearTimeout(this.#retryTimer);
    if (this.#transport) this.#disconnect(this.#transport);
  }

  /**
   * Subscribes to more topics, from the current cursor. Rejects with a `HubError` that carries the hub's reason when the hub does not
   * have one of them; the other subscriptions stay as they were.
   */
  add(...topics: string[]): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#closed.signal.addEventListener("abort", () => reject(new Error("The wire was closed.")), { once: true });
      this.#whenCaughtUp(async (transport) => {
        const added = topics.filter((topic) => !this.#topics.has(topic));
        for (const topic of added) this.#topics.add(topic);
        try {
          if (added.length > 0) await this.#catchUp(transport);
          resolve();
        } catch (failure) {
          for (const topic of added) this.#topics.delete(topic);
          if (!(failure instanceof HubError)) throw failure;
          reject(failure);
          await this.#catchUp(transport);
        }
      });
    });
  }

  /** Unsubscribes from topics; nothing of them is delivered from now on. */
  remove(...topics: string[]): void {
    for (const topic of topics) this.#topics.delete(topic);
    this.#whenCaughtUp((transport) => this.#catchUp(transport));
  }

  /** Stops delivery but keeps the connection. Withdrawals are still delivered at once, and again in wire order on resume. */
  pause(): void {
    this.#isPaused = true;
    this.#session.pause();
    this.#setState("paused");
  }

  /** Fetches what was missed while paused, and continues. */
  resume(): void {
    this.#isPaused = false;
    this.#session.resume();
    if (this.#transport) this.#whenCaughtUp((transport) => this.#catchUp(transport));
    else this.#setState("offline", this.#cause);
  }

  /** Counts a read; false when it failed. */
  async read(articleId: string): Promise<boolean> {
    try {
      await (this.#isCaughtUp && this.#transport ? this.#transport.read(articleId) : read(this.hub, articleId));
      return true;
    } catch {
      return false;
    }
  }

  /** Adds or removes a reaction and returns the counts afterwards; null when the hub did not accept it. */
  async react(articleId: string, reaction: string, on: boolean): Promise<Counts | null> {
    try {
      if (this.#isCaughtUp && this.#transport) return await this.#transport.react(articleId, reaction, on);
    } catch (failure) {
      if (failure instanceof HubError) return null;
    }
    return react(this.hub, articleId, reaction, on).catch(() => null);
  }

  async #connect(): Promise<void> {
    clearTimeout(this.#retryTimer);
    this.#retryTimer = undefined;
    if (this.#failures === 0) this.#setState("connecting");
    const types = this.#usableTransports;
    for (const [place, type] of types.entries()) {
      const isLast = place === types.length - 1;
      const transport = this.#createTransport(type);
      this.#transport = transport;
      try {
        await transport.open();
      } catch (failure) {
        transport.close();
        if (transport !== this.#transport) return;
        if (isLast) this.#disconnect(transport, failure);
        continue; // the hub is down or WebSockets are blocked; the next transport shows which
      }
      if (transport !== this.#transport || (await this.#subscribe(transport, type, isLast))) return;
    }
  }

  /** Without sockets where they were blocked the last time. */
  get #usableTransports(): readonly TransportType[] {
    return this.#areSocketsBlocked ? this.#transports.filter((type) => !type.isSocket) : this.#transports;
  }

  /** False when another transport may get through: something holds event streams back, or the hub is down, which plain requests show. */
  async #subscribe(transport: Transport, type: TransportType, isLast: boolean): Promise<boolean> {
    try {
      await this.#catchUp(transport);
      this.#areSocketsBlocked = !type.isSocket;
    } catch (failure) {
      this.#areSocketsBlocked = false;
      if (failure instanceof HubError) this.#refuse(failure);
      else if (!type.isSocket && !isLast && transport === this.#transport) {
        transport.close();
        return false;
      } else this.#disconnect(transport, failure);
    }
    return true;
  }

  #createTransport(type: TransportType): Transport {
    const transport: Transport = new type(this.hub, {
      message: (message) => this.#receive(transport, message),
      reconnect: (withinSeconds) => this.#replaceWithin(transport, withinSeconds),
      closed: (failure) => this.#disconnect(transport, failure),
    });
    return transport;
  }

  async #catchUp(transport: Transport): Promise<void> {
    this.#setState("catchingUp");
    for (let reloads = 0; ; ) {
      this.#session.awaitSnapshot();
      if (this.#reload && this.#session.cursor === null && reloads++ === 0) this.#continueFrom(await this.#reload());
      const snapshot = await transport.subscribe(this.topics, this.#session.cursor);
      if (transport !== this.#transport) throw new Error("The connection was lost.");
      if (!snapshot.recovered && this.#reload) {
        if (++reloads > maxReloads) throw new Error("The hub refused its own cursor.");
        this.#continueFrom(await this.#reload());
        continue;
      }
      if (!snapshot.recovered) this.#reset();
      const { news, overflowed } = this.#session.receiveSnapshot(snapshot);
      for (const each of news) this.#deliver(each);
      if (!overflowed) break;
    }
    this.#failures = 0;
    this.#isCaughtUp = true;
    this.#setState("live");
    this.#resyncIfNeeded();
    void this.#runJobs();
  }

  #continueFrom(reloaded: string | Reloaded): void {
    const { cursor, topics } = typeof reloaded === "string" ? { cursor: reloaded, topics: this.topics } : reloaded;
    this.#topics.clear();
    for (const topic of topics) this.#topics.add(topic);
    this.#session.reset(cursor);
  }

  /** Queues a job for the transport. Jobs run one at a time, while a transport has caught up. */
  #whenCaughtUp(job: (transport: Transport) => Promise<void>): void {
    this.#jobs.push(job);
    void this.#runJobs();
  }

  async #runJobs(): Promise<void> {
    if (this.#isRunningJobs) return;
    this.#isRunningJobs = true;
    while (this.#transport && this.#isCaughtUp && this.#jobs.length > 0) {
      const transport = this.#transport;
      const job = this.#jobs[0]!;
      try {
        await job(transport);
        this.#jobs.shift();
      } catch (failure) {
        this.#disconnect(transport, failure); // the job stays queued for the next transport
      }
    }
    this.#isRunningJobs = false;
  }

  #receive(transport: Transport, message: Message): void {
    if (transport !== this.#transport) return;
    for (const news of this.#session.receive(message)) this.#deliver(news);
    this.#resyncIfNeeded();
  }

  /** Requests a new snapshot when the session needs one, after a random delay: other readers usually need one at the same moment. */
  #resyncIfNeeded(): void {
    if (!this.#session.needsResync || this.#resyncTimer !== undefined) return;
    this.#resyncTimer = setTimeout(() => {
      this.#resyncTimer = undefined;
      if (this.#session.needsResync) this.#whenCaughtUp((transport) => this.#catchUp(transport));
    }, Math.random() * maxJitter);
  }

  #reset(): void {
    this.#session.reset(null);
    this.#notify((listener) => listener.reset?.());
  }

  #deliver(news: News): void {
    this.#notify((listener) => {
      if (news.type === "entry") listener.entry?.(news.entry);
      else if (news.type === "ranking") listener.ranking?.(news.ranking);
      else listener.counts?.(news.counts);
    });
  }

  #notify(call: (listener: Listener) => void): void {
    for (const listener of [...this.#listeners])
      try {
        call(listener);
      } catch (failure) {
        // Reported as an uncaught error of the application; the other listeners are still called.
        queueMicrotask(() => {
          throw failure;
        });
      }
  }

  /** Closes the transport and, if it is the current one, schedules a reconnect. */
  #disconnect(transport: Transport, failure?: unknown): void {
    transport.close();
    if (transport !== this.#transport) return;
    this.#transport = null;
    this.#isCaughtUp = false;
    this.#setState("offline", causeOf(failure));
    if (!this.#closed.signal.aborted) this.#retryTimer = setTimeout(() => void this.#connect(), backoff(this.#failures++));
  }

  #refuse({ message }: HubError): void {
    this.close();
    this.#notify((listener) => listener.refused?.(message));
    if (![...this.#listeners].some((listener) => listener.refused)) throw new HubError(message);
  }

  /** The hub is about to stop: opens a new transport at a random moment within `seconds`, then closes the old one. */
  #replaceWithin(old: Transport, seconds: number): void {
    setTimeout(() => this.#whenCaughtUp(async (transport) => {
      if (transport !== old) return;
      const next = this.#createTransport(this.#usableTransports[0]!);
      try {
        await next.open();
      } catch {
        next.close();
        return; // the old transport reports when it closes
      }
      if (transport !== this.#transport) return next.close();
      this.#transport = next;
      try {
        await this.#catchUp(next);
      } catch (failure) {
        this.#disconnect(next, failure);
      } finally {
        old.close();
      }
    }), Math.random() * seconds * 1000);
  }

  #reconnectSoon(): void {
    if (this.#transport) return;
    clearTimeout(this.#retryTimer);
    // All readers behind one router come back online at the same moment.
    this.#retryTimer = setTimeout(() => void this.#connect(), Math.random() * maxJitter);
  }

  #setState(state: WireState, cause: OfflineCause | null = null): void {
    const shown = this.#isPaused && state !== "offline" ? "paused" : state;
    if (shown === this.#state && cause === this.#cause) return;
    [this.#state, this.#cause] = [shown, cause];
    this.#notify((listener) => listener.state?.(shown, cause));
  }
}
