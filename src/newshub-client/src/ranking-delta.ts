import type { Place, PlaceChange, Ranking, RankingDelta } from "./wire.js";

/** Applies a delta to a ranking; null when the delta starts from another version or refers to places that do not exist. */
export function applyDelta(old: Ranking, delta: RankingDelta): Ranking | null {
  if (old.version !== delta.from) return null;
  const changes = new Map(delta.places.map((change) => [change.rank, change]));
  const order = delta.order ?? old.entries.map(({ rank }) => rank);
  const entries = order.map((oldRank, index): PlaceChange => {
    const rank = index + 1;
    return { ...old.entries[oldRank - 1], ...changes.get(rank), rank };
  });
  if (!entries.every(isComplete)) return null;
  const { ranking, section, version, at } = delta;
  return { ranking, section, version, at, entries };
}

const isComplete = (place: PlaceChange): place is Place =>
  [place.articleId, place.headline, place.url, place.score, place.reads, place.readers, place.reactions].every((field) => field !== undefined);
