// What the hub says, in the words of NewsHub.Wire and NewsHub.Trending. tests/wire/*.json holds both sides to it.

const kinds = ["published", "updated", "corrected", "withheld", "killed", "alerted", "alertCleared"] as const;
export type EntryKind = (typeof kinds)[number];
export type Alert = "flash" | "bulletin" | "urgent";

export interface Entry {
  readonly cursor: string;
  readonly seq: number;
  readonly kind: EntryKind;
  readonly at: string;
  readonly topics: readonly string[];
  readonly article: WireArticle;
}

export interface WireArticle {
  readonly id: string;
  readonly version: number;
  /** Absent where the article is withheld or killed. */
  readonly headline?: string;
  readonly summary?: string;
  readonly section?: string;
  readonly tags?: readonly string[];
  readonly urgency?: number;
  readonly alert?: Alert;
  readonly byline?: string;
  readonly source?: { readonly name: string; readonly url?: string };
  readonly image?: { readonly url: string; readonly alt?: string; readonly credit?: string };
  readonly language?: string;
  /** What a correction corrected; of a withheld article, what readers are told instead of it. */
  readonly note?: string;
  readonly publishedAt?: string;
  readonly updatedAt?: string;
  readonly url: string;
  /** Versions up to this one were redacted: do not keep copies of them. */
  readonly redactedUpTo?: number;
}

export interface Ranking {
  readonly ranking: string;
  readonly section: string | null;
  readonly version: number;
  readonly at: string;
  readonly entries: readonly Place[];
}

export interface Place {
  readonly rank: number;
  readonly articleId: string;
  readonly headline: string;
  readonly url: string;
  readonly score: number;
  readonly reads: number;
  readonly readers: number;
  readonly reactions: Readonly<Record<string, number>>;
}

export interface Counts {
  readonly articleId: string;
  readonly version: number;
  readonly reads: number;
  readonly readers: number;
  readonly reactions: Readonly<Record<string, number>>;
}

/** What changed from one version of a ranking to a later one. */
export interface RankingDelta {
  readonly ranking: string;
  readonly section: string | null;
  /** The version it changes. */
  readonly from: number;
  readonly version: number;
  readonly at: string;
  /** By new rank, the rank it had before; 0: new, and whole in `places`. Absent where nobody moved. */
  readonly order?: readonly number[];
  /** By new rank, the fields that are others now. */
  readonly places: readonly PlaceChange[];
}

export type PlaceChange = Partial<Place> & Pick<Place, "rank">;

/** What was missed since a cursor; or, where recovered is false, where things stand now. */
export interface Snapshot {
  readonly cursor: string;
  readonly recovered: boolean;
  readonly entries: readonly Entry[];
  readonly rankings: readonly Ranking[];
  readonly counts: readonly Counts[];
}

export interface Cursor {
  readonly epoch: string;
  readonly seq: number;
}

/** Reads `7f3a90c1.42`; null: no cursor. */
export function parseCursor(text: string | null | undefined): Cursor | null {
  const match = /^([0-9a-z]{1,32})\.(\d{1,16})$/.exec(text ?? "");
  return match ? { epoch: match[1]!, seq: Number(match[2]) } : null;
}

/** False for a kind that a later hub sends: the entry moves the cursor and changes nothing. */
export const isKnown = (kind: string): kind is EntryKind => (kinds as readonly string[]).includes(kind);

export const isTakenBack = (kind: EntryKind): boolean => kind === "killed" || kind === "withheld";

const loudness: Record<Alert, number> = { urgent: 1, bulletin: 2, flash: 3 };

/** Sorts the loudest first, then the latest published. */
export function compareAlerts(a: { alert: string; at: string }, b: { alert: string; at: string }): number {
  const byLoudness = (loudness[b.alert as Alert] ?? 0) - (loudness[a.alert as Alert] ?? 0);
  return byLoudness || b.at.localeCompare(a.at);
}
