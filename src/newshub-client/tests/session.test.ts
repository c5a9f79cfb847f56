import assert from "node:assert/strict";
import { test } from "node:test";
import { Session, type Message, type News } from "../src/session.js";
import type { Entry, Snapshot } from "../src/wire.js";
import { counts, killed, next, postCorrected, posted, postRemoved, postStruck, ranking, rankingAfterDelta, rankingDelta, snapshot, unknown } from "./golden.js";

const topics = ["news", "ranking/rising", "counts/ferry-returns"];
const newSession = (cursor: string | null) => new Session(new Set(topics), cursor);
const entry = (entry: Entry): Message => ({ type: "entry", entry });
const snapshotAt = (cursor: string, ...entries: Entry[]): Snapshot => ({ cursor, recovered: true, entries, rankings: [], counts: [] });
const seqs = (news: News[]) => news.map((each) => (each.type === "entry" ? each.entry.seq : each.type));

test("an entry of an unknown kind moves the cursor and is not delivered", () => {
  const session = newSession("7f3a90c1.47");
  assert.deepEqual(session.receiveSnapshot(snapshotAt("7f3a90c1.47")).news, []);
  assert.deepEqual(session.receive(entry(unknown)), []);
  assert.equal(session.cursor, "7f3a90c1.48");
  assert.deepEqual(newSession("7f3a90c1.47").receiveSnapshot(snapshotAt("7f3a90c1.48", unknown)).news, []);
});

test("the golden snapshot is applied once, in order", () => {
  const session = newSession("7f3a90c1.41");
  const { news, overflowed } = session.receiveSnapshot(snapshot);
  assert.deepEqual(seqs(news), [42, 45, "ranking", "counts"]);
  assert.equal(overflowed, false);
  assert.equal(session.cursor, "7f3a90c1.45");
});

test("messages before the snapshot are buffered and delivered once", () => {
  const session = newSession("7f3a90c1.40");
  session.awaitSnapshot();
  for (const seq of [42, 43, 44]) assert.deepEqual(session.receive(entry(next(seq))), []);
  const { news } = session.receiveSnapshot(snapshotAt("7f3a90c1.43", next(41), next(42), next(43)));
  assert.deepEqual(seqs(news), [41, 42, 43, 44]);
  assert.deepEqual(seqs(session.receive(entry(next(44)))), []);
  assert.deepEqual(seqs(session.receive(entry(next(45)))), [45]);
});

test("a snapshot without entries moves the cursor", () => {
  const session = newSession("7f3a90c1.40");
  session.receiveSnapshot(snapshotAt("7f3a90c1.50"));
  assert.equal(session.cursor, "7f3a90c1.50");
  assert.deepEqual(session.receive(entry(next(49))), []);
});

test("older rankings and counts are dropped until a snapshot restarts their versions", () => {
  const session = newSession("7f3a90c1.41");
  session.receiveSnapshot(snapshot);
  assert.deepEqual(session.receive({ type: "ranking", ranking }), []);
  assert.deepEqual(session.receive({ type: "counts", counts: { ...counts, version: 4 } }), []);
  assert.equal(session.receive({ type: "counts", counts: { ...counts, version: 6 } }).length, 1);

  session.awaitSnapshot();
  const restarted = session.receiveSnapshot({ ...snapshotAt("7f3a90c1.45"), counts: [{ ...counts, version: 1 }] });
  assert.deepEqual(seqs(restarted.news), ["counts"]);
});

test("while paused only withdrawals pass, and the cursor stays", () => {
  const session = newSession("7f3a90c1.41");
  session.receiveSnapshot(snapshotAt("7f3a90c1.41"));
  session.pause();
  assert.deepEqual(session.receive(entry(next(42))), []);
  assert.deepEqual(seqs(session.receive(entry(killed))), [45]);
  assert.equal(session.cursor, "7f3a90c1.41");

  session.resume();
  session.awaitSnapshot();
  const { news } = session.receiveSnapshot(snapshotAt("7f3a90c1.45", next(42), killed));
  assert.deepEqual(seqs(news), [42, 45]);
});

test("while paused, posts that are struck or removed pass", () => {
  const session = new Session(new Set(["article/ferry-returns"]), "7f3a90c1.60");
  session.receiveSnapshot(snapshotAt("7f3a90c1.60"));
  session.pause();
  assert.deepEqual([posted, postCorrected, postStruck, postRemoved].flatMap((each) => seqs(session.receive(entry(each)))), [64, 65]);
  assert.equal(session.cursor, "7f3a90c1.60");
});

test("a snapshot while paused delivers only withdrawals", () => {
  const session = newSession("7f3a90c1.41");
  session.pause();
  session.awaitSnapshot();
  const { news } = session.receiveSnapshot(snapshot);
  assert.deepEqual(seqs(news), [45]);
  assert.equal(session.cursor, "7f3a90c1.41");
});

test("a buffer overflow requires another snapshot", () => {
  const session = newSession("7f3a90c1.0");
  session.awaitSnapshot();
  for (let seq = 1; seq <= 1001; seq++) session.receive(entry(next(seq)));
  const { news, overflowed } = session.receiveSnapshot(snapshotAt("7f3a90c1.0"));
  assert.equal(news.length, 1000);
  assert.equal(overflowed, true);
  assert.equal(session.cursor, "7f3a90c1.1000");
});

test("reset accepts a cursor of another epoch", () => {
  const session = newSession("7f3a90c1.900");
  session.awaitSnapshot();
  session.reset("b000.3");
  const { news } = session.receiveSnapshot({ ...snapshotAt("b000.4"), entries: [{ ...next(4), cursor: "b000.4" }] });
  assert.deepEqual(seqs(news), [4]);
});

test("a session without a cursor starts with the first snapshot", () => {
  const session = newSession(null);
  const { news } = session.receiveSnapshot(snapshotAt("7f3a90c1.43", next(41), next(43)));
  assert.deepEqual(seqs(news), [41, 43]);
  assert.equal(session.cursor, "7f3a90c1.43");
});

test("messages of a removed topic are not delivered and do not move the cursor", () => {
  const subscribed = new Set(["section/world"]);
  const session = new Session(subscribed, "7f3a90c1.41");
  session.receiveSnapshot(snapshotAt("7f3a90c1.41"));
  subscribed.clear();
  assert.deepEqual(session.receive(entry(next(42))), []);
  assert.deepEqual(session.receive({ type: "ranking", ranking }), []);
  assert.equal(session.cursor, "7f3a90c1.41");
});

test("a delta of the current version produces the next one", () => {
  const session = newSession("7f3a90c1.41");
  session.receiveSnapshot(snapshot);
  assert.deepEqual(session.receive({ type: "rankingDelta", delta: rankingDelta }), [{ type: "ranking", ranking: rankingAfterDelta }]);
  assert.deepEqual(session.receive({ type: "rankingDelta", delta: rankingDelta }), []);
  assert.equal(session.needsResync, false);
});

test("a delta before its ranking is buffered until the snapshot", () => {
  const session = newSession("7f3a90c1.41");
  session.awaitSnapshot();
  assert.deepEqual(session.receive({ type: "rankingDelta", delta: rankingDelta }), []);
  assert.deepEqual(session.receiveSnapshot(snapshot).news.at(-1), { type: "ranking", ranking: rankingAfterDelta });
});

test("a missed delta requires a new snapshot", () => {
  const session = newSession("7f3a90c1.41");
  session.receiveSnapshot(snapshot);
  assert.deepEqual(session.receive({ type: "rankingDelta", delta: { ...rankingDelta, from: 18, version: 19 } }), []);
  assert.equal(session.needsResync, true);
  assert.deepEqual(session.receive({ type: "rankingDelta", delta: { ...rankingDelta, from: 19, version: 20 } }), []);

  session.awaitSnapshot();
  const { news } = session.receiveSnapshot({ ...snapshotAt("7f3a90c1.45"), rankings: [rankingAfterDelta] });
  assert.deepEqual(seqs(news), ["ranking"]);
  assert.equal(session.needsResync, false);
});

test("an entry of another epoch is not delivered and requires a new snapshot", () => {
  const session = newSession("7f3a90c1.41");
  session.receiveSnapshot(snapshot);
  assert.deepEqual(session.receive(entry({ ...next(1), cursor: "b000.1" })), []);
  assert.equal(session.needsResync, true);
  assert.equal(session.cursor, "7f3a90c1.45");
});
