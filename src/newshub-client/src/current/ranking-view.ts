import { isWithdrawn, type Entry, type Ranking } from "../wire.js";
import { View } from "./view.js";

/** Which ranking to follow. */
export interface RankingOptions {
  /** `rising` or `today`. */
  readonly name: string;
  /** Only articles of this section. */
  readonly section?: string | undefined;
  /** Number of places, 1 to 20; by default 10. */
  readonly count?: number | undefined;
}

/** A ranking, by rank. */
export class RankingView extends View {
  readonly topics: readonly string[];
  readonly path: string;
  readonly #options: RankingOptions;
  readonly #listener: (ranking: Ranking) => void;
  #ranking: Ranking | null = null;

  constructor(options: RankingOptions, listener: (ranking: Ranking) => void) {
    super();
    const { name, section, count = 10 } = options;
    this.#options = options;
    this.#listener = listener;
    this.topics = [["ranking", name, section].filter(Boolean).join("/")];
    this.path = `api/rankings/${encodeURIComponent(name)}?${new URLSearchParams({ ...(section && { section }), limit: `${count}` })}`;
  }

  override applyRanking(ranking: Ranking): void {
    const { name, section } = this.#options;
    if (ranking.ranking !== name || ranking.section !== (section ?? null)) return;
    this.#ranking = ranking;
    this.show();
  }

  protected override replace(answer: unknown): void {
    const ranking = answer as Ranking;
    if (ranking.version >= (this.#ranking?.version ?? 0)) this.#ranking = ranking; // the wire may have delivered a later one
  }

  /** A withdrawn article leaves before the next ranking arrives, if its entry does. */
  protected override change({ kind, article }: Entry): boolean {
    const entries = this.#ranking?.entries.filter((place) => place.articleId !== article.id);
    if (!isWithdrawn(kind) || !this.#ranking || entries?.length === this.#ranking.entries.length) return false;
    this.#ranking = { ...this.#ranking, entries: entries ?? [] };
    return true;
  }

  protected override show(): void {
    const { count = 10 } = this.#options;
    if (this.#ranking) this.#listener({ ...this.#ranking, entries: this.#ranking.entries.slice(0, count) });
  }
}
