import assert from "node:assert/strict";
import { test } from "node:test";
import type { Explanation } from "../src/page/explanation";
import { openPage } from "./page";

openPage("");
const { describe } = await import("../src/page/explanation");

const why: Explanation = {
  at: "2026-11-23T12:00:00.000Z", halfLifeSeconds: 900, readers: 611, dampening: 1, positionCorrection: 1,
  reactions: 0, readerWeight: 1, reactionWeight: 2, ignored: {},
};

test("describe without dampening gives readers, half-life and score", () => {
  assert.equal(describe(why, 611, why.at), "611 readers recently. A read loses half its weight every 15 minutes. Score: 611.");
});

test("describe decays the sums to the time of the ranking", () => {
  assert.ok(describe({ ...why, halfLifeSeconds: 21_600 }, 305.5, "2026-11-23T18:00:00.000Z").startsWith("306 readers recently. A read loses half its weight every 6 hours."));
  assert.ok(describe(why, 0, "2026-11-24T12:00:00.000Z").startsWith("Less than one reader recently"));
});

test("describe gives the reason for dampening and for ignored reads", () => {
  const dampened = { ...why, dampening: 0.304, dampenedBy: "prefixes", positionCorrection: 0.8, reactions: 40, ignored: { repeat: 1200, bot: 1, prefixes: 425 } };
  assert.equal(describe(dampened, 228.6, why.at),
    "611 readers recently. A read loses half its weight every 15 minutes. Only 30\u00a0% of the readers count, because more came from one network than usual. "
    + "Readers are weighted at 80\u00a0%, because rankings like this one brought some of them. "
    + "40 reactions; a reaction counts 2, a reader 1. "
    + "Not counted: 1,200 repeated reads, 1 visit by a bot. Score: 228.6.");
});

test("describe names what is left of the value with which the article started", () => {
  assert.ok(describe({ ...why, prior: 8 }, 309.5, "2026-11-23T12:15:00.000Z").includes(" New articles start with the average of those shown; 4 of that is left. "));
});
