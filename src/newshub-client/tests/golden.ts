import entryCorrected from "../../../tests/wire/entry-corrected.json";
import entryArchive from "../../../tests/wire/entry-archive.json";
import entryCorrectedAt from "../../../tests/wire/entry-correctedAt.json";
import entryKilled from "../../../tests/wire/entry-killed.json";
import entryRedacted from "../../../tests/wire/entry-redacted.json";
import entryUnknown from "../../../tests/wire/entry-unknown.json";
import entryWithheld from "../../../tests/wire/entry-withheld.json";
import entryPublished from "../../../tests/wire/entry-published.json";
import entryPosted from "../../../tests/wire/entry-posted.json";
import entryPostEdited from "../../../tests/wire/entry-postEdited.json";
import entryPostCorrected from "../../../tests/wire/entry-postCorrected.json";
import entryPostStruck from "../../../tests/wire/entry-postStruck.json";
import entryPostRemoved from "../../../tests/wire/entry-postRemoved.json";
import entryCoverageChanged from "../../../tests/wire/entry-coverageChanged.json";
import countsJson from "../../../tests/wire/counts.json";
import rankingJson from "../../../tests/wire/ranking.json";
import rankingAfterDeltaJson from "../../../tests/wire/ranking-after-delta.json";
import rankingDeltaJson from "../../../tests/wire/ranking-delta.json";
import snapshotJson from "../../../tests/wire/snapshot.json";
import type { Counts, Entry, Ranking, RankingDelta, Snapshot } from "../src/wire.js";

// TypeScript widens the literals of a JSON file ("flash" is a string), so union types need a cast; everything else is type-checked.
type Wide<T> = T extends string ? string : T extends number | boolean | null | undefined ? T : { [K in keyof T]: Wide<T[K]> };

export const published = (entryPublished satisfies Wide<Entry>) as Entry;
export const corrected = (entryCorrected satisfies Wide<Entry>) as Entry;
export const fromArchive = (entryArchive satisfies Wide<Entry>) as Entry;
export const correctedAt = (entryCorrectedAt satisfies Wide<Entry>) as Entry;
export const killed = (entryKilled satisfies Wide<Entry>) as Entry;
export const withheld = (entryWithheld satisfies Wide<Entry>) as Entry;
export const redacted = (entryRedacted satisfies Wide<Entry>) as Entry;
export const posted = (entryPosted satisfies Wide<Entry>) as Entry;
export const postEdited = (entryPostEdited satisfies Wide<Entry>) as Entry;
export const postCorrected = (entryPostCorrected satisfies Wide<Entry>) as Entry;
export const postStruck = (entryPostStruck satisfies Wide<Entry>) as Entry;
export const postRemoved = (entryPostRemoved satisfies Wide<Entry>) as Entry;
export const coverageChanged = (entryCoverageChanged satisfies Wide<Entry>) as Entry;
/** An entry of a kind that only a later version of the hub sends. */
export const unknown = (entryUnknown as Wide<Entry>) as Entry;
export const ranking: Ranking = rankingJson;
export const rankingDelta: RankingDelta = rankingDeltaJson;
export const rankingAfterDelta: Ranking = rankingAfterDeltaJson;
export const counts: Counts = countsJson;
export const snapshot = (snapshotJson as Wide<Snapshot>) as Snapshot;

/** A later entry of the golden article. */
export const next = (seq: number, change: Partial<Omit<Entry, "article">> & { article?: Partial<Entry["article"]> } = {}): Entry => ({
  ...published,
  ...change,
  seq,
  cursor: `7f3a90c1.${seq}`,
  article: { ...published.article, ...change.article },
});
