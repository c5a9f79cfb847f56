import { isWithdrawn, type Entry, type Post, type WireArticle } from "newshub-client";
import { LiveElement } from "../elements/live-element";
import { fill, link, setLanguage, showHeadline, slot } from "../page/dom";
import { showTime } from "../page/relative-time";
import { whenLeft } from "../page/stillness";
import { excerptOf } from "./key-events";

/**
 * The live blogs on the front page with the newest key event of each. Rows have one height, so that an event moves nothing; a blog that ends or is
 * withdrawn leaves its row empty, and one that starts comes with the next version of the page.
 */
export class LiveNow extends LiveElement {
  /** What is shown of each live blog when the reader leaves its row. */
  readonly #waiting = new Map<string, Change>();

  protected override listener() {
    return { entry: (entry: Entry) => this.apply(entry) };
  }

  apply({ kind, article, post }: Entry): void {
    const row = [...this.querySelectorAll<HTMLElement>("[data-article]")].find((other) => other.dataset["article"] === article.id);
    if (!row) return;
    if (isWithdrawn(kind)) {
      this.#waiting.delete(article.id);
      row.replaceChildren();
      return;
    }
    if (post && !isEvent(post) && row.dataset["post"] === post.id) clearEvent(row); // withdrawn, or no key event any more
    this.#waiting.set(article.id, { article, event: latest(this.#waiting.get(article.id)?.event, post) });
    whenLeft(row, () => this.#show(row, article.id));
  }

  #show(row: HTMLElement, id: string): void {
    const change = this.#waiting.get(id);
    this.#waiting.delete(id);
    if (!change) return;
    const { article, event } = change;
    showHeadline(row, article);
    if (article.coverage && article.coverage.state !== "live") row.dataset["ended"] = "";
    else delete row.dataset["ended"];
    if (!event || (event.id !== row.dataset["post"] && Number(event.position) < Number(row.dataset["position"] ?? 0))) return;
    Object.assign(row.dataset, { post: event.id, position: String(event.position) });
    showTime(row, event.at);
    link(row, "event", `${event.url}#post-${event.id}`);
    fill(row, "event", event.title ?? excerptOf(event));
    setLanguage(slot(row, "event"), article.language);
  }
}

interface Change {
  readonly article: WireArticle;
  readonly event: Post | undefined;
}

const isEvent = ({ state, key }: Post): boolean => state === "published" && key;

/** The key event to show after an entry about a post. */
function latest(event: Post | undefined, post: Post | undefined): Post | undefined {
  if (!post) return event;
  const other = event?.id === post.id ? undefined : event;
  return isEvent(post) && !(Number(other?.position) > Number(post.position)) ? post : other;
}

function clearEvent(row: HTMLElement): void {
  delete row.dataset["post"];
  fill(row, "event", null);
  showTime(row, undefined);
}
