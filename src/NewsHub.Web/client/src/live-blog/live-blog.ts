import { isWithdrawn, parseCursor, type Entry, type Post } from "newshub-client";
import { LiveElement } from "../elements/live-element";
import { fill, slot } from "../page/dom";
import { fetchDelay } from "../page/fetch-delay";
import { keepLine, withoutAnchoring } from "./still";
import { formatClock, showTime } from "../page/relative-time";
import { fetchPage } from "../page/reload";
import { plural, word } from "../page/words";
import { moveInFeed } from "./feed-keys";
import { GonePosts } from "./gone-posts";
import { KeyEvents, excerptOf } from "./key-events";
import { PinnedPost } from "./pinned-post";
import { createPost, updatePost } from "./post-parts";

/** Maximum number of posts in the page, and of posts that wait behind the button; those farthest from the newest are dropped. */
const maxPosts = 150;

/** Milliseconds during which new posts are collected into one announcement. */
const announceDelay = 2000;

/** Maximum random delay in milliseconds before a blog that is public again is loaded once more, because all its readers load it; twice as long after each failure. */
const maxJitter = 2000;

/** Number of times that the delay doubles: to 64 seconds. */
const maxDoublings = 5;

/** Says a text to screen readers. The script of the pages sets it, because announcements of all parts wait for one another. */
let announce: (text: string) => void = () => {};
export function useAnnouncer(announcer: typeof announce): void {
  announce = announcer;
}

/**
 * A live blog. New posts come at the top while the reader is there, and wait behind a button otherwise. Changes above the line being read scroll the page
 * by as much as they move it. What is removed leaves at once.
 */
export class LiveBlog extends LiveElement {
  readonly #pending = new Map<string, Post>();
  #gone!: GonePosts;
  #keys!: KeyEvents;
  #pinned!: PinnedPost;
  #unseen = 0;
  #unsaid: Post[] = [];
  #sayTimer: ReturnType<typeof setTimeout> | undefined;
  /** Set while a withdrawn blog that is public again is being loaded. */
  #returnTimer: ReturnType<typeof setTimeout> | undefined;

  protected override connected(): void {
    const { disconnected: signal } = this;
    this.#gone = new GonePosts(signal);
    this.#keys = new KeyEvents(this.querySelector<HTMLElement>(".key-events")!);
    this.#pinned = new PinnedPost(slot(this, "pinned")!, this.dataset["article"]!, signal);
    this.addEventListener("click", (event) => this.#click(event), { signal });
    this.#feed.addEventListener("keydown", (event) => moveInFeed(event, this.#feed), { signal });
    document.addEventListener("visibilitychange", () => this.#countUnseen(0), { signal });
    signal.addEventListener("abort", () => {
      clearTimeout(this.#sayTimer);
      this.#cancelReturn();
    });
    this.#showMarked();
  }

  protected override listener() {
    return { entry: (entry: Entry) => this.apply(entry) };
  }

  apply(entry: Entry): void {
    const { kind, article, post } = entry;
    if (article.id !== this.dataset["article"]) return;
    if (isWithdrawn(kind)) this.#withdraw();
    else if (this.#isWithdrawn) {
      if (this.#returnTimer === undefined) this.#returnSoon(fetchDelay(entry));
    } else if (post) this.#applyPost(post, kind === "posted");
    else this.#showCoverage(entry);
  }

  get #feed(): HTMLElement {
    return this.querySelector<HTMLElement>("[role=feed]")!;
  }

  /** Where new posts come in this page: at the top, at the bottom, or on another page. */
  get #newEnd(): string | undefined {
    return this.dataset["newEnd"];
  }

  get #language(): string | undefined {
    return this.dataset["language"] || undefined;
  }

  get #isWithdrawn(): boolean {
    return this.querySelector("[role=feed]") === null;
  }

  #applyPost(post: Post, isNew: boolean): void {
    const shown = this.#find(post.id);
    const waiting = this.#pending.get(post.id);
    if (post.version <= Number(shown?.dataset["version"] ?? waiting?.version ?? 0)) return;
    const maySay = post.state === "published" && this.#belongs(post);
    this.#unsaid = this.#unsaid.flatMap((other) => (other.id !== post.id ? other : maySay ? post : []));
    this.#keys.apply(post, this.#language);
    this.#pinned.apply(post, (fresh) => this.#create(fresh));
    if (!this.#belongs(post) || (shown && !this.#isInRange(post))) {
      this.#pending.delete(post.id);
      if (shown) this.#remove(shown);
    } else if (shown) this.#update(shown, post);
    else if (waiting) this.#pending.set(post.id, post);
    else if (isNew || this.#isNewest(post)) this.#arrive(post);
    else if (this.#isInRange(post)) keepLine(() => this.#insert(post));
    this.#showButton();
    this.#number();
  }

  #belongs({ state, key }: Post): boolean {
    return state !== "removed" && (!this.hasAttribute("data-key-only") || key === true);
  }

  #update(shown: HTMLElement, post: Post): void {
    const fresh = this.#create(post);
    if (!fresh) return;
    const isMoved = positionOf(shown) !== post.position;
    keepLine(() => {
      updatePost(shown, fresh);
      if (isMoved) this.#place(shown);
    });
  }

  #remove(shown: HTMLElement): void {
    const posts = this.#posts();
    const neighbour = posts[posts.indexOf(shown) + 1] ?? posts[posts.indexOf(shown) - 1];
    if (shown.contains(document.activeElement)) neighbour?.focus({ preventScroll: true });
    this.#gone.add(shown);
  }

  #arrive(post: Post): void {
    if (document.visibilityState !== "visible") this.#countUnseen(this.#unseen + 1);
    if (this.#newEnd === "top" && this.#mayInsert()) withoutAnchoring(() => this.#insert(post, true));
    else if (this.#newEnd === "bottom" && this.#posts().length < maxPosts) this.#insert(post, true);
    else this.#wait(post);
    this.#saySoon(post);
  }

  #wait(post: Post): void {
    this.#pending.set(post.id, post);
    // Those before it are dropped from the page, too, when the newest are shown.
    if (this.#pending.size > maxPosts) this.#pending.delete(this.#pending.keys().next().value!);
  }

  /** True when a new post moves nothing that the reader points at or has scrolled to. */
  #mayInsert(): boolean {
    const first = this.#posts()[0];
    if (document.visibilityState !== "visible" || this.wire?.isPaused || (first?.getBoundingClientRect().top ?? 0) < 0) return false;
    if (this.#pending.size > 0 || this.#feed.contains(document.activeElement)) return false;
    const selection = getSelection();
    const isSelecting = selection !== null && !selection.isCollapsed && this.#feed.contains(selection.anchorNode);
    return !isSelecting && !(matchMedia("(hover: hover)").matches && this.#feed.querySelector("a:hover") !== null);
  }

  #insert(post: Post, isFresh = false): HTMLElement | null {
    const element = this.#create(post);
    if (!element) return null;
    if (isFresh) element.dataset["fresh"] = "";
    this.#place(element);
    fill(this, "empty", null);
    if (this.#newEnd === "top") this.#trim();
    return element;
  }

  /** Puts a post where its position says. */
  #place(post: HTMLElement): void {
    const isOldest = this.dataset["order"] === "oldest";
    const position = positionOf(post);
    const next = this.#posts().find((other) => other !== post && (isOldest ? positionOf(other) > position : positionOf(other) < position));
    if (next) next.before(post);
    else this.#feed.append(post);
  }

  #trim(): void {
    const left = this.#posts().slice(maxPosts);
    if (left.length === 0) return;
    for (const post of left) post.remove();
    const older = this.querySelector<HTMLAnchorElement>(".pages [rel=next]");
    if (!older) return;
    const address = new URL(older.href, location.href);
    address.searchParams.delete("after");
    address.searchParams.set("before", this.#posts().at(-1)!.dataset["position"]!);
    older.href = address.pathname + address.search;
    older.hidden = false;
  }

  #showPending(): void {
    if (this.#newEnd !== "top") return void location.assign(this.dataset["newest"]!);
    const posts = [...this.#pending.values()].sort((a, b) => Number(a.position) - Number(b.position));
    this.#pending.clear();
    const first = withoutAnchoring(() => posts.map((post) => this.#insert(post, true)).at(-1));
    this.#showButton();
    this.#number();
    slot(this, "top")?.scrollIntoView({ block: "start" });
    first?.focus({ preventScroll: true });
  }

  #showButton(): void {
    const button = slot(this, "pending");
    if (!button) return;
    button.hidden = this.#pending.size === 0;
    button.textContent = plural("blog.new", this.#pending.size);
  }

  #number(): void {
    const posts = this.#posts();
    for (const [place, post] of posts.entries()) {
      setAttribute(post, "aria-posinset", String(place + 1));
      setAttribute(post, "aria-setsize", String(posts.length));
    }
  }

  #showCoverage(entry: Entry): void {
    const { coverage } = entry.article;
    const place = slot(this, "state");
    if (!coverage || !place) return;
    place.dataset["state"] = coverage.state;
    fill(place, "stateText", word(`blog.${coverage.state}`));
    const at = coverage.state === "ended" ? coverage.endedAt : coverage.state === "planned" ? coverage.startsAt : undefined;
    if (this.dataset["state"] !== coverage.state) announce([word(`blog.${coverage.state}`), at && formatClock(Date.parse(at), Date.now())].filter(Boolean).join(" "));
    this.dataset["state"] = coverage.state;
    showTime(place, at, "stateAt");
    void this.#pinned.show(coverage.pinned, fetchDelay(entry), (id) => this.#copyOf(id), (post) => this.#create(post));
  }

  /** A post that the page has already. */
  #copyOf(id: string): HTMLElement | null {
    const waiting = this.#pending.get(id);
    return waiting ? this.#create(waiting) : ((this.#find(id)?.cloneNode(true) as HTMLElement | undefined) ?? null);
  }

  #create(post: Post): HTMLElement | null {
    return createPost(this.querySelector(".blog-main")!, post, this.#language);
  }

  /** The notice comes from `article-view`. */
  #withdraw(): void {
    this.#cancelReturn();
    this.#pending.clear();
    this.#unsaid = [];
    this.#countUnseen(0);
    for (const part of [...this.children]) if (part.localName !== "article-view") part.remove();
  }

  #returnSoon(delay: number, failures = 0): void {
    this.#returnTimer = setTimeout(() => void this.#return(failures), delay);
  }

  #cancelReturn(): void {
    clearTimeout(this.#returnTimer);
    this.#returnTimer = undefined;
  }

  /** Loads a blog that is public again: until the hub answers with a page that has everything which was received. */
  async #return(failures: number): Promise<void> {
    const timer = this.#returnTimer;
    const page = await fetchPage().catch(() => null); // the hub is not back yet
    if (timer !== this.#returnTimer) return; // withdrawn again, or no longer in the document
    const fresh = page?.querySelector("live-blog");
    const [shown, fetched] = [parseCursor(this.wire?.cursor), parseCursor(page?.body.dataset["cursor"])];
    const isOutdated = shown && fetched && shown.epoch === fetched.epoch && fetched.seq < shown.seq;
    if (!fresh || isOutdated) this.#returnSoon(Math.random() * maxJitter * 2 ** Math.min(failures + 1, maxDoublings), failures + 1);
    else this.replaceWith(document.importNode(fresh, true));
  }

  #isNewest({ position }: Post): boolean {
    return this.#newEnd !== undefined && this.#posts().every((other) => positionOf(other) < Number(position));
  }

  /** True for a position between those of the pages before and after this one. */
  #isInRange({ position }: Post): boolean {
    return Number(position) >= (this.#boundOf("before") ?? 0) && Number(position) <= (this.#boundOf("after") ?? Number.MAX_SAFE_INTEGER);
  }

  /** The position at which a neighbouring page begins, as the link to it says; undefined where none follows. */
  #boundOf(name: "before" | "after"): number | undefined {
    const links = [...this.querySelectorAll<HTMLAnchorElement>(".pages a:not([hidden])")];
    const position = links.map(({ href }) => new URL(href, location.href).searchParams.get(name)).find((value) => value !== null);
    return position === undefined ? undefined : Number(position);
  }

  #find(id: string): HTMLElement | undefined {
    return this.#posts().find((post) => post.dataset["post"] === id);
  }

  #posts(): HTMLElement[] {
    return [...this.#feed.querySelectorAll<HTMLElement>(":scope > [data-post]")];
  }

  #click(event: MouseEvent): void {
    const target = event.target as Element;
    if (slot(this, "pending")?.contains(target)) {
      this.#showPending();
      return;
    }
    const link = target.closest<HTMLAnchorElement>(".key-events a");
    const post = link && !event.ctrlKey && !event.metaKey && !event.shiftKey && document.getElementById(link.hash.slice(1));
    if (!post) return;
    event.preventDefault();
    location.hash = link.hash;
    post.focus({ preventScroll: true });
  }

  /** The number of posts that came while nobody saw the page, in the title of its tab. */
  #countUnseen(count: number): void {
    this.#unseen = count;
    const title = document.title.replace(/^\(\d+\) /, "");
    if (document.title !== (count > 0 ? `(${count}) ${title}` : title)) document.title = count > 0 ? `(${count}) ${title}` : title;
  }

  #saySoon(post: Post): void {
    this.#unsaid.push(post);
    this.#sayTimer ??= setTimeout(() => this.#say(), announceDelay);
  }

  #say(): void {
    const [post, ...others] = this.#unsaid.splice(0);
    this.#sayTimer = undefined;
    if (post) announce(others.length > 0 ? plural("blog.new", others.length + 1) : word("say.new", post.title ?? excerptOf(post)));
  }

  /** Scrolls to the post of this address. */
  #showMarked(): void {
    const marked = this.#feed.querySelector<HTMLElement>("[data-marked]");
    if (marked && location.hash === "" && scrollY === 0) marked.scrollIntoView({ block: "start", behavior: "instant" });
  }
}

const positionOf = (post: HTMLElement): number => Number(post.dataset["position"]);

function setAttribute(element: Element, name: string, value: string): void {
  if (element.getAttribute(name) !== value) element.setAttribute(name, value);
}
