// The messages of the hub, as NewsHub.Wire and NewsHub.Trending define them. Tests of both sides read tests/wire/*.json.

const kinds = [
  "published", "updated", "corrected", "withheld", "killed", "alerted", "alertCleared",
  "posted", "postEdited", "postCorrected", "postStruck", "postRemoved", "coverageChanged",
] as const;
export type EntryKind = (typeof kinds)[number];
export type Alert = "flash" | "bulletin" | "urgent";

export interface Entry {
  readonly cursor: string;
  readonly seq: number;
  readonly kind: EntryKind;
  readonly at: string;
  readonly topics: readonly string[];
  readonly article: WireArticle;
  /** The post after the change, in entries about a post of a live blog. */
  readonly post?: Post;
  /** Clients that fetch the new text of the article, which entries do not have, do so at a random time within these milliseconds. */
  readonly fetchWithinMs?: number;
}

/** A post of a live blog. A removed post has only its id, version, state and url. */
export interface Post {
  /** Unique among the posts of its article. */
  readonly id: string;
  readonly version: number;
  readonly state: "published" | "struck" | "removed";
  /** True for a key event. */
  readonly key: boolean;
  readonly title?: string;
  /** The body, sanitised by the hub; everything else is plain text. */
  readonly html?: string;
  readonly authors?: readonly { readonly name: string; readonly role?: string }[];
  /** A short word before the title, such as "Analysis". */
  readonly label?: string;
  readonly image?: WireArticle["image"];
  readonly source?: WireArticle["source"];
  /** The time shown with the post. */
  readonly at?: string;
  /** The place among the other posts; a higher one is newer. */
  readonly position?: number;
  readonly url: string;
  /** What the latest correction changed. */
  readonly note?: string;
  /** Why a struck post was struck. */
  readonly reason?: string;
  /** When the text was last edited or corrected; absent if it is as first published. */
  readonly editedAt?: string;
  /** When a struck post was struck. */
  readonly struckAt?: string;
}

/** The live blog of an article. */
export interface Coverage {
  readonly state: "planned" | "live" | "paused" | "ended";
  readonly startsAt?: string;
  /** When it ends by itself. */
  readonly endsAt?: string;
  /** When it first started. */
  readonly startedAt?: string;
  readonly endedAt?: string;
  readonly order: "newest" | "oldest";
  /** The id of the post to show above all others. */
  readonly pinned?: string;
}

export interface WireArticle {
  readonly id: string;
  readonly version: number;
  /** Absent when the article is withheld or killed. */
  readonly headline?: string;
  readonly summary?: string;
  readonly section?: string;
  readonly tags?: readonly string[];
  readonly urgency?: number;
  readonly alert?: Alert;
  readonly byline?: string;
  /** Where and when it was written, such as "PARIS, 26 November". */
  readonly dateline?: string;
  readonly source?: { readonly name: string; readonly url?: string };
  readonly image?: { readonly url: string; readonly alt?: string; readonly credit?: string; readonly width?: number; readonly height?: number };
  readonly language?: string;
  /** The note of a correction, or the notice that readers see in place of a withheld article. */
  readonly note?: string;
  readonly publishedAt?: string;
  readonly updatedAt?: string;
  readonly url: string;
  /** Versions up to and including this one were redacted: delete copies of them. */
  readonly redactedUpTo?: number;
  /** When the newsroom last published a correction note; absent if it never did. */
  readonly correctedAt?: string;
  /** True for an article dated more than 24 hours before it came to the hub, such as one of an archive that is imported. */
  readonly fromArchive?: boolean;
  /** The article's live blog; absent if it has none. */
  readonly coverage?: Coverage;
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
  /** The language of the headline, a BCP 47 tag; absent or empty when the article names none. */
  readonly language?: string;
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

/** The difference between two versions of a ranking. */
export interface RankingDelta {
  readonly ranking: string;
  readonly section: string | null;
  /** The version to apply the delta to. */
  readonly from: number;
  readonly version: number;
  readonly at: string;
  /** The old rank of each place, in new order; 0 for a new place, which is complete in `places`. Absent when the order is unchanged. */
  readonly order?: readonly number[];
  /** The changed fields of each place, by new rank. */
  readonly places: readonly PlaceChange[];
}

export type PlaceChange = Partial<Place> & Pick<Place, "rank">;

/** The entries missed since a cursor; the current state when `recovered` is false. */
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

/** Parses a cursor such as `7f3a90c1.42`; null when the text is not one. */
export function parseCursor(text: string | null | undefined): Cursor | null {
  const match = /^([0-9a-z]{1,32})\.(\d{1,16})$/.exec(text ?? "");
  return match ? { epoch: match[1]!, seq: Number(match[2]) } : null;
}

/** False for a kind introduced by a later version of the hub; such an entry only moves the cursor. */
export const isKnownKind = (kind: string): kind is EntryKind => (kinds as readonly string[]).includes(kind);

/** True for entries that remove an article from view. */
export const isWithdrawn = (kind: EntryKind): boolean => kind === "killed" || kind === "withheld";

/** True for entries that a paused reader gets, too: they withdraw something that may be shown. */
export const isForPaused = (kind: EntryKind): boolean => isWithdrawn(kind) || kind === "postRemoved" || kind === "postStruck";

const severity: Record<Alert, number> = { urgent: 1, bulletin: 2, flash: 3 };

/** Compares by severity, highest first, then by publication time, latest first. */
export function compareAlerts(a: { alert: string; at: string }, b: { alert: string; at: string }): number {
  const bySeverity = (severity[b.alert as Alert] ?? 0) - (severity[a.alert as Alert] ?? 0);
  return bySeverity || b.at.localeCompare(a.at);
}
