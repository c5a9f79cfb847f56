import assert from "node:assert/strict";
import { test } from "node:test";
import { openPage } from "./page";

openPage("");
const { formatAge } = await import("../src/page/relative-time");

test("formatAge gives minutes, hours, then the date", () => {
  const now = Date.parse("2026-11-23T12:00:00Z");
  assert.equal(formatAge(now + 5_000, now), "just now");
  assert.equal(formatAge(now - 5 * 60_000, now), "5 min ago");
  assert.equal(formatAge(now - 3 * 3_600_000, now), "3 h ago");
  assert.equal(formatAge(Date.parse("2026-11-20T12:00:00Z"), now), "20 Nov 2026");
});
