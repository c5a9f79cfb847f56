import assert from "node:assert/strict";
import { test } from "node:test";
import { applyDelta } from "../src/ranking-delta.js";
import { ranking, rankingAfterDelta, rankingDelta } from "./golden.js";

test("the golden delta produces the golden ranking", () => {
  assert.deepEqual(applyDelta(ranking, rankingDelta), rankingAfterDelta);
});

test("a delta without order changes only the named fields", () => {
  const { order: _, ...still } = rankingDelta;
  const after = applyDelta(ranking, { ...still, places: [{ rank: 2, reads: 2 }] })!;
  assert.deepEqual(after.entries, [ranking.entries[0], { ...ranking.entries[1], reads: 2 }]);
});

test("a shorter order drops the remaining places", () => {
  const after = applyDelta(ranking, { ...rankingDelta, order: [2], places: [] })!;
  assert.deepEqual(after.entries, [{ ...ranking.entries[1], rank: 1 }]);
});

test("a delta of another version or with unknown or incomplete places returns null", () => {
  assert.equal(applyDelta(ranking, { ...rankingDelta, from: 16 }), null);
  assert.equal(applyDelta(ranking, { ...rankingDelta, order: [1, 5] }), null);
  assert.equal(applyDelta(ranking, { ...rankingDelta, order: [1, 0], places: [{ rank: 2, articleId: "half" }] }), null);
});
