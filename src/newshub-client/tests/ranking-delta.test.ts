import assert from "node:assert/strict";
import { test } from "node:test";
import { changed } from "../src/ranking-delta.js";
import { ranking, rankingAfterDelta, rankingDelta } from "./golden.js";

test("the golden change makes the golden ranking", () => {
  assert.deepEqual(changed(ranking, rankingDelta), rankingAfterDelta);
});

test("where nobody moved there is no order, and only what is named changes", () => {
  const { order: _, ...still } = rankingDelta;
  const after = changed(ranking, { ...still, places: [{ rank: 2, reads: 2 }] })!;
  assert.deepEqual(after.entries, [ranking.entries[0], { ...ranking.entries[1], reads: 2 }]);
});

test("a shorter order drops the rest", () => {
  const after = changed(ranking, { ...rankingDelta, order: [2], places: [] })!;
  assert.deepEqual(after.entries, [{ ...ranking.entries[1], rank: 1 }]);
});

test("a change of another version, or of places that are not there, is none", () => {
  assert.equal(changed(ranking, { ...rankingDelta, from: 16 }), null);
  assert.equal(changed(ranking, { ...rankingDelta, order: [1, 5] }), null);
  assert.equal(changed(ranking, { ...rankingDelta, order: [1, 0], places: [{ rank: 2, articleId: "half" }] }), null);
});
