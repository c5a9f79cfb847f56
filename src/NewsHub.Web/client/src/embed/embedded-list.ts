import type { CurrentNews, OfflineCause, WireState } from "newshub-client/sse";
import css from "../../css/embed.css";
import { setLanguage } from "../page/dom";
import { isPointedAt, whenLeft } from "../page/stillness";
import { language, word } from "../page/words";
import { create, showText } from "./parts";
import { openNews } from "./shared-news";

/** Milliseconds between two updates of the times, which change at midnight. */
const timeInterval = 60_000;

const styles = new CSSStyleSheet();
styles.replaceSync(css);

/** What a row shows, with the id of its article. */
export interface Item {
  readonly id: string;
}

/**
 * A live list on a page of another site. It has a fixed number of rows of one height, so that no change moves the page around it. While the reader
 * points at it or has the focus in it, it stands still; only what is withdrawn leaves at once.
 */
export abstract class EmbeddedList<T extends Item> extends HTMLElement {
  static readonly observedAttributes: readonly string[] = ["name", "section", "tag", "count", "article", "key"];

  readonly #list = create("ol", "list");
  readonly #empty = create("p", "empty");
  readonly #state = create("span", "state");
  /** Null before the first answer. */
  #items: readonly T[] | null = null;
  #lifetime: AbortController | null = null;

  constructor() {
    super();
    const root = this.attachShadow({ mode: "open" });
    root.adoptedStyleSheets = [styles];
    this.#list.role = "list"; // Safari takes the role from a list without bullets
    this.#empty.hidden = this.#state.hidden = true;
    for (const own of [this.#empty, this.#state]) setLanguage(own, language);
    root.append(create("div", "body", this.#list, this.#empty), this.#state);
  }

  connectedCallback(): void {
    this.#start();
  }

  disconnectedCallback(): void {
    this.#lifetime?.abort();
    this.#lifetime = null;
  }

  attributeChangedCallback(): void {
    if (this.#lifetime) this.#start();
  }

  /** The number of rows when the attribute `count` does not say. */
  protected abstract readonly defaultCount: number;

  /** The name of the list, and whether it is shown as a heading, which the slot `heading` replaces. */
  protected abstract get label(): { readonly text: string; readonly isShown: boolean };

  /** What stands in place of an empty list. */
  protected abstract get emptyText(): string;

  /** Follows the list until the signal is aborted, and passes its items to `show`. */
  protected abstract follow(news: CurrentNews, signal: AbortSignal): Promise<void>;

  protected abstract createRow(): Row<T>;

  protected get count(): number {
    const count = Number.parseInt(this.getAttribute("count") ?? "", 10);
    return count >= 1 ? Math.min(count, 20) : this.defaultCount;
  }

  /** The value of an attribute, or undefined without one. */
  protected option(name: string): string | undefined {
    return this.getAttribute(name) || undefined;
  }

  protected get root(): ShadowRoot {
    return this.shadowRoot!;
  }

  /** @param items More than the list shows, so that an item that is missing was withdrawn, and not only pushed out. */
  protected show(items: readonly T[]): void {
    const isFirst = this.#items === null;
    this.#items = items;
    const ids = new Set(items.map(({ id }) => id));
    for (const row of this.#rows()) if (!ids.has(row.dataset["article"]!)) empty(row);
    if (isFirst) this.#render();
    else whenLeft(this, () => this.#render(true), () => this.#isHeld);
  }

  #start(): void {
    this.#lifetime?.abort();
    const lifetime = new AbortController();
    this.#lifetime = lifetime;
    this.#prepare();
    const times = setInterval(() => this.#isHeld || this.#render(), timeInterval);
    lifetime.signal.addEventListener("abort", () => clearInterval(times));
    void this.#follow(lifetime.signal);
  }

  #prepare(): void {
    const { text, isShown } = this.label;
    this.#list.style.setProperty("--count", String(this.count));
    this.root.querySelector("[part=heading]")?.remove();
    if (!isShown) {
      this.#list.ariaLabel = text;
      return;
    }
    const slot = document.createElement("slot");
    slot.name = "heading";
    slot.textContent = text;
    const heading = create("div", "heading", slot);
    heading.id = "heading";
    heading.lang = language;
    heading.role = "heading";
    heading.ariaLevel = "2";
    this.#list.setAttribute("aria-labelledby", "heading");
    this.root.prepend(heading);
  }

  async #follow(signal: AbortSignal): Promise<void> {
    try {
      const news = await openNews(this);
      if (signal.aborted) return;
      news.wire.listen({ state: (state, cause) => this.#showState(state, cause) }, signal);
      await this.follow(news, signal);
    } catch (failure) {
      console.error(`<${this.localName}> shows nothing: ${(failure as Error).message} Check the attributes of the element.`);
    }
  }

  #showState(state: WireState, cause: OfflineCause | null): void {
    showText(this.#state, state === "offline" ? word("state.offline") : "");
    this.#state.title = cause ? word(`offline.${cause}`) : "";
  }

  /** @param isChange True when new rows are marked as such. */
  #render(isChange = false): void {
    if (this.#items === null) return;
    const old = new Map(this.#rows().map((row) => [row.dataset["article"], row]));
    const shown = this.#items.slice(0, this.count);
    this.#list.replaceChildren(...shown.map((item, place) => {
      const row = old.get(item.id) ?? this.#createRow(item.id, isChange);
      (rows.get(row) as Row<T>).show(item, place, shown);
      return row;
    }));
    showText(this.#empty, shown.length === 0 ? this.emptyText : "");
    this.toggleAttribute("empty", shown.length === 0);
  }

  #createRow(id: string, isFresh: boolean): HTMLLIElement {
    const row = this.createRow();
    const element = create("li", "row", ...row.nodes);
    element.dataset["article"] = id;
    if (isFresh) element.dataset["fresh"] = "";
    rows.set(element, row as Row<Item>);
    return element;
  }

  #rows(): HTMLElement[] {
    return [...this.#list.querySelectorAll<HTMLElement>("[data-article]")];
  }

  get #isHeld(): boolean {
    return isPointedAt(this) || this.root.activeElement !== null;
  }
}

/** The nodes of a row, and what fills them. */
export interface Row<T> {
  readonly nodes: readonly Node[];
  readonly show: (item: T, place: number, items: readonly T[]) => void;
}

const rows = new WeakMap<Element, Row<Item>>();

/** Takes everything of an article out of its row, which keeps its place. */
function empty(row: HTMLElement): void {
  row.replaceChildren();
  delete row.dataset["article"];
}
