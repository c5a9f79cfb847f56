import { compareAlerts, isWithdrawn, type Entry, type WireArticle } from "../wire.js";
import { View } from "./view.js";

/** Which of the latest articles to follow. */
export interface LatestOptions {
  readonly section?: string | undefined;
  readonly tag?: string | undefined;
  /** Number of articles, 1 to 80; by default 20. */
  readonly count?: number | undefined;
}

export type ArticlesListener = (articles: readonly WireArticle[]) => void;

/** What a list of articles contains, and in which order. */
interface ArticleList {
  readonly topic: string;
  readonly path: string;
  readonly count: number;
  readonly has: (article: WireArticle) => boolean;
  readonly compare: (a: WireArticle, b: WireArticle) => number;
}

/** Articles in memory besides those shown, which take the places of withdrawn ones. */
const spare = 20;

/** The most recently published articles, the latest first. An article of an archive has its own date, and comes below newer ones. */
export const latestList = ({ section, tag, count = 20 }: LatestOptions): ArticleList => ({
  topic: tag ? `tag/${tag}` : section ? `section/${section}` : "news",
  path: `api/articles?${new URLSearchParams({ ...(section && { section }), ...(tag && { tag }), limit: `${count + spare}` })}`,
  count,
  has: (article) => (!section || article.section === section) && (!tag || article.tags?.includes(tag) === true),
  compare: (a, b) => Date.parse(b.publishedAt ?? "") - Date.parse(a.publishedAt ?? ""),
});

/** The articles with an active alert: the most severe first, then the latest published. */
export const breakingList: ArticleList = {
  topic: "breaking",
  path: "api/breaking",
  count: 20,
  has: ({ alert }) => alert !== undefined,
  compare: (a, b) => compareAlerts(rankOf(a), rankOf(b)),
};

const rankOf = ({ alert, publishedAt }: WireArticle) => ({ alert: `${alert}`, at: `${publishedAt}` });

/** A list of articles. */
export class ArticlesView extends View {
  readonly topics: readonly string[];
  readonly path: string;
  readonly #list: ArticleList;
  readonly #listener: ArticlesListener;
  #articles: WireArticle[] = [];
  /** True when the hub has articles after the last one here. */
  #hasMore = false;

  constructor(list: ArticleList, listener: ArticlesListener) {
    super();
    this.topics = [list.topic];
    this.path = list.path;
    this.#list = list;
    this.#listener = listener;
  }

  protected override replace(answer: unknown): void {
    const { articles, next } = answer as { articles: WireArticle[]; next?: string };
    [this.#articles, this.#hasMore] = [articles, next !== undefined];
  }

  protected override change({ kind, article }: Entry): boolean {
    const place = this.#articles.findIndex(({ id }) => id === article.id);
    const old = this.#articles[place];
    if (old && article.version < old.version) return false;
    if (old) this.#articles.splice(place, 1);
    if (isWithdrawn(kind) || !this.#list.has(article)) return old !== undefined;
    const isMoved = !old || this.#list.compare(article, old) !== 0;
    this.#insert(article, isMoved ? this.#articles.findIndex((other) => this.#list.compare(article, other) <= 0) : place);
    return true;
  }

  protected override show(): void {
    this.#listener(this.#articles.slice(0, this.#list.count));
  }

  /** @param place -1 for the end, behind which the hub may have other articles that come first. */
  #insert(article: WireArticle, place: number): void {
    if (place < 0 && this.#hasMore) return;
    this.#articles.splice(place < 0 ? this.#articles.length : place, 0, article);
    if (this.#articles.length > this.#list.count + spare) this.#hasMore = this.#articles.pop() !== undefined;
  }
}
