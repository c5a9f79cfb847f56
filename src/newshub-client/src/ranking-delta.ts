import type { Place, PlaceChange, Ranking, RankingDelta } from "./wire.js";

/** The ranking as the change leaves it; null: the change is not one of this version, or speaks of places that are not there. */
export function changed(old: Ranking, delta: RankingDelta): Ranking | null {
  if (old.version !== delta.from) return null;
  const changes = new Map(delta.places.map((change) => [change.rank, change]));
  const order = delta.order ?? old.entries.map(({ rank }) => rank);
  const entries = order.map((before, index): PlaceChange => {
    const rank = index + 1;
    return { ...old.entries[before - 1], ...changes.get(rank), rank };
  });
  if (!entries.every(isWhole)) return null;
  const { ranking, section, version, at } = delta;
  return { ranking, section, version, at, entries };
}

const isWhole = (place: PlaceChange): place is Place =>
  [place.articleId, place.headline, place.url, place.score, place.reads, place.readers, place.reactions].every((field) => field !== undefined);
