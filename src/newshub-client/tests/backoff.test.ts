import assert from "node:assert/strict";
import { test } from "node:test";
import { backoff } from "../src/backoff.js";

test("delays double up to 30 seconds", () => {
  assert.deepEqual([0, 1, 2, 3, 20, 2000].map((attempt) => backoff(attempt, () => 1)), [500, 1000, 2000, 4000, 30_000, 30_000]);
});

test("jitter covers the upper half of each delay", () => {
  assert.equal(backoff(3, () => 0), 2000);
  assert.equal(backoff(3, () => 0.5), 3000);
});
