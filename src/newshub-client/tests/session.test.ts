import assert from "node:assert/strict";
import { test } from "node:test";
import { Session, type Message, type News } from "../src/session.js";
import type { Entry, Snapshot } from "../src/wire.js";
import { counts, killed, next, ranking, rankingAfterDelta, rankingDelta, snapshot, unknown } from "./golden.js";

const topics = ["news", "ranking/rising", "counts/ferry-returns"];
const begin = (cursor: string | null, follows = topics) => new Session(new Set(follows), cursor);
const entry = (entry: Entry): Message => ({ type: "entry", entry });
const answer = (cursor: string, ...entries: Entry[]): Snapshot => ({ cursor, recovered: true, entries, rankings: [], counts: [] });
const seqs = (news: News[]) => news.map((each) => (each.type === "entry" ? each.entry.seq : each.type));

test("an entry of an unknown kind moves the cursor and is not told", () => {
  const session = begin("7f3a90c1.47");
  assert.deepEqual(session.accept(answer("7f3a90c1.47")).news, []);
  assert.deepEqual(session.offer(entry(unknown)), []);
  assert.equal(session.cursor, "7f3a90c1.48");
  assert.deepEqual(begin("7f3a90c1.47").accept(answer("7f3a90c1.48", unknown)).news, []);
});

test("the golden snapshot is applied once, in order", () => {
  const session = begin("7f3a90c1.41");
  const { news, again } = session.accept(snapshot);
  assert.deepEqual(seqs(news), [42, 45, "ranking", "counts"]);
  assert.equal(again, false);
  assert.equal(session.cursor, "7f3a90c1.45");
});

test("what overtakes the answer waits for it, and is not told twice", () => {
  const session = begin("7f3a90c1.40");
  session.hold();
  for (const seq of [42, 43, 44]) assert.deepEqual(session.offer(entry(next(seq))), []);
  const { news } = session.accept(answer("7f3a90c1.43", next(41), next(42), next(43)));
  assert.deepEqual(seqs(news), [41, 42, 43, 44]);
  assert.deepEqual(seqs(session.offer(entry(next(44)))), []);
  assert.deepEqual(seqs(session.offer(entry(next(45)))), [45]);
});

test("an answer without entries still moves the cursor", () => {
  const session = begin("7f3a90c1.40");
  session.accept(answer("7f3a90c1.50"));
  assert.equal(session.cursor, "7f3a90c1.50");
  assert.deepEqual(session.offer(entry(next(49))), []);
});

test("older rankings and counts are dropped, until an answer says that they begin anew", () => {
  const session = begin("7f3a90c1.41");
  session.accept(snapshot);
  assert.deepEqual(session.offer({ type: "ranking", ranking }), []);
  assert.deepEqual(session.offer({ type: "counts", counts: { ...counts, version: 4 } }), []);
  assert.equal(session.offer({ type: "counts", counts: { ...counts, version: 6 } }).length, 1);

  session.hold();
  const restarted = session.accept({ ...answer("7f3a90c1.45"), counts: [{ ...counts, version: 1 }] });
  assert.deepEqual(seqs(restarted.news), ["counts"]);
});

test("while paused only what was taken back passes, and the rest is missed on purpose", () => {
  const session = begin("7f3a90c1.41");
  session.accept(answer("7f3a90c1.41"));
  session.pause();
  assert.deepEqual(session.offer(entry(next(42))), []);
  assert.deepEqual(seqs(session.offer(entry(killed))), [45]);
  assert.equal(session.cursor, "7f3a90c1.41");

  session.resume();
  session.hold();
  const { news } = session.accept(answer("7f3a90c1.45", next(42), killed));
  assert.deepEqual(seqs(news), [42, 45]);
});

test("a reconnect while paused brings only what was taken back", () => {
  const session = begin("7f3a90c1.41");
  session.pause();
  session.hold();
  const { news } = session.accept(snapshot);
  assert.deepEqual(seqs(news), [45]);
  assert.equal(session.cursor, "7f3a90c1.41");
});

test("more than can be held is asked for again", () => {
  const session = begin("7f3a90c1.0");
  session.hold();
  for (let seq = 1; seq <= 1001; seq++) session.offer(entry(next(seq)));
  const { news, again } = session.accept(answer("7f3a90c1.0"));
  assert.equal(news.length, 1000);
  assert.equal(again, true);
  assert.equal(session.cursor, "7f3a90c1.1000");
});

test("a fresh page starts a new life of the wire", () => {
  const session = begin("7f3a90c1.900");
  session.hold();
  session.restart("b000.3");
  const { news } = session.accept({ ...answer("b000.4"), entries: [{ ...next(4), cursor: "b000.4" }] });
  assert.deepEqual(seqs(news), [4]);
});

test("a wire without a cursor begins with whatever the first answer brings", () => {
  const session = begin(null);
  const { news } = session.accept(answer("7f3a90c1.43", next(41), next(43)));
  assert.deepEqual(seqs(news), [41, 43]);
  assert.equal(session.cursor, "7f3a90c1.43");
});

test("what comes of a topic that was left is not told, and comes when it is followed again", () => {
  const follows = new Set(["section/world"]);
  const session = new Session(follows, "7f3a90c1.41");
  session.accept(answer("7f3a90c1.41"));
  follows.clear();
  assert.deepEqual(session.offer(entry(next(42))), []);
  assert.deepEqual(session.offer({ type: "ranking", ranking }), []);
  assert.equal(session.cursor, "7f3a90c1.41");
});

test("a change of the version we have makes the next one", () => {
  const session = begin("7f3a90c1.41");
  session.accept(snapshot);
  assert.deepEqual(session.offer({ type: "rankingDelta", delta: rankingDelta }), [{ type: "ranking", ranking: rankingAfterDelta }]);
  assert.deepEqual(session.offer({ type: "rankingDelta", delta: rankingDelta }), []);
  assert.equal(session.isBroken, false);
});

test("a change that overtakes the ranking it changes waits for it", () => {
  const session = begin("7f3a90c1.41");
  session.hold();
  assert.deepEqual(session.offer({ type: "rankingDelta", delta: rankingDelta }), []);
  assert.deepEqual(session.accept(snapshot).news.at(-1), { type: "ranking", ranking: rankingAfterDelta });
});

test("after a change that was missed the ranking has to be asked for again", () => {
  const session = begin("7f3a90c1.41");
  session.accept(snapshot);
  assert.deepEqual(session.offer({ type: "rankingDelta", delta: { ...rankingDelta, from: 18, version: 19 } }), []);
  assert.equal(session.isBroken, true);
  assert.deepEqual(session.offer({ type: "rankingDelta", delta: { ...rankingDelta, from: 19, version: 20 } }), []);

  session.hold();
  const { news } = session.accept({ ...answer("7f3a90c1.45"), rankings: [rankingAfterDelta] });
  assert.deepEqual(seqs(news), ["ranking"]);
  assert.equal(session.isBroken, false);
});

test("an entry of another life is not told, and the hub has to be asked what happened", () => {
  const session = begin("7f3a90c1.41");
  session.accept(snapshot);
  assert.deepEqual(session.offer(entry({ ...next(1), cursor: "b000.1" })), []);
  assert.equal(session.isBroken, true);
  assert.equal(session.cursor, "7f3a90c1.45");
});
