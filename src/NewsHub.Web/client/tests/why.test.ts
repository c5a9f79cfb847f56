import assert from "node:assert/strict";
import { test } from "node:test";
import { inWords, type Why } from "../src/page/why";

const why: Why = {
  at: "2026-11-23T12:00:00.000Z", halfLifeSeconds: 900, readers: 611, dampening: 1, positionCorrection: 1,
  reactions: 0, readerWeight: 1, reactionWeight: 2, ignored: {},
};

test("a plain place has plain words", () => {
  assert.equal(inWords(why, 611, why.at), "611 readers of late; one of 15 minutes ago counts half. Score: 611.");
});

test("what was counted has decayed since", () => {
  assert.ok(inWords({ ...why, halfLifeSeconds: 21_600 }, 305.5, "2026-11-23T18:00:00.000Z").startsWith("306 readers of late; one of 6 hours ago counts half."));
  assert.ok(inWords(why, 0, "2026-11-24T12:00:00.000Z").startsWith("Less than one reader of late"));
});

test("whatever dampens a place is told with its reason", () => {
  const dampened = { ...why, dampening: 0.304, dampenedBy: "prefixes", positionCorrection: 0.8, reactions: 40, ignored: { repeat: 1200, bot: 1, prefixes: 425 } };
  assert.equal(inWords(dampened, 228.6, why.at),
    "611 readers of late; one of 15 minutes ago counts half. Only 30\u00a0% of them count, for too many came from one network. "
    + "As lists like this one brought some, they weigh 80\u00a0%. 40 reactions, each counting 2 where a reader counts 1. "
    + "Not counted: 1,200 repeated reads, 1 visit of a program. Score: 228.6.");
});
