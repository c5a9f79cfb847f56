import assert from "node:assert/strict";
import { test } from "node:test";
import { compareAlerts, parseCursor } from "../src/wire.js";

test("parseCursor accepts an epoch and a sequence number only", () => {
  assert.deepEqual(parseCursor("7f3a90c1.42"), { epoch: "7f3a90c1", seq: 42 });
  for (const text of [null, "", "42", ".42", "7f.", "7f.-1", "7F.1", "7f.1.2"]) assert.equal(parseCursor(text), null);
});

test("compareAlerts sorts by severity, then the latest first", () => {
  const sorted = [
    { alert: "urgent", at: "2026-11-23T12:00:00.000Z" },
    { alert: "flash", at: "2026-11-23T10:00:00.000Z" },
    { alert: "flash", at: "2026-11-23T11:00:00.000Z" },
    { alert: "bulletin", at: "2026-11-23T13:00:00.000Z" },
  ].sort(compareAlerts);
  assert.deepEqual(sorted.map(({ alert, at }) => `${alert} ${at.slice(11, 13)}`), ["flash 11", "flash 10", "bulletin 13", "urgent 12"]);
});
