import assert from "node:assert/strict";
import { afterEach, beforeEach, test } from "node:test";
import { NewsWire, type NewsWireOptions } from "../src/index.js";
import { killed, next, published, rankingAfterDelta, rankingDelta } from "./golden.js";
import { EventHub } from "./hub.js";

let hub: EventHub;
let wire: NewsWire;
let delivered: (number | string)[];

beforeEach(async () => {
  hub = await EventHub.open();
  delivered = [];
});

afterEach(() => {
  wire.close();
  hub.close();
});

function follow(topics: string[], options: NewsWireOptions = {}): void {
  wire = new NewsWire(hub.address, { topics, ...options });
  wire.listen({
    entry: (entry) => delivered.push(entry.seq),
    ranking: (ranking) => delivered.push(`ranking ${ranking.version}`),
    reset: () => delivered.push("reset"),
    refused: (reason) => delivered.push(reason),
  });
  wire.start();
}

/** Waits until exactly these were delivered, in this order. */
async function expectDelivered(...expected: (number | string)[]): Promise<void> {
  await until(() => delivered.length >= expected.length);
  assert.deepEqual(delivered, expected);
}

async function until(condition: () => boolean): Promise<void> {
  for (const end = Date.now() + 60_000; !condition(); await new Promise((resolve) => setTimeout(resolve, 5)))
    if (Date.now() > end) assert.fail(`Delivered: ${delivered.join(", ")}; the wire is ${wire.state}.`);
}

const sports = (seq: number) => next(seq, { topics: ["section/sport"] });

test("where WebSockets are blocked entries come as server-sent events and resume after a lost stream", async () => {
  hub.publish(published);
  follow(["news"]);
  await expectDelivered(42);
  hub.publish(next(43));
  await expectDelivered(42, 43);
  hub.dropStreams();
  hub.publish(next(44));
  await expectDelivered(42, 43, 44);
  assert.equal(wire.state, "live");
  assert.equal(hub.requests.at(-1)!.get("after"), "7f3a90c1.43");
  assert.equal(wire.cursor, "7f3a90c1.44");
});

test("where event streams are blocked too entries and rankings come by plain requests, each once", async () => {
  hub.blocksStreams = true;
  hub.publish(published);
  follow(["news", "ranking/rising"]);
  await until(() => delivered.length === 2);
  assert.deepEqual(delivered, [42, `ranking ${hub.ranking.version}`]);
  hub.publish(next(43));
  hub.publish(next(44));
  await until(() => delivered.includes(44));
  assert.deepEqual(delivered.slice(2), [43, 44]);
  assert.equal(wire.state, "live");
  assert.equal(wire.cursor, "7f3a90c1.44");
});

test("plain requests bring entries also while rankings get no answer", async () => {
  hub.blocksStreams = true;
  hub.holdsRankings = true;
  hub.publish(published);
  follow(["news", "ranking/rising"]);
  await expectDelivered(42);
  hub.publish(next(43));
  await expectDelivered(42, 43);
  assert.equal(wire.state, "live");
});

test("adding and removing topics causes no gap and no repeat", async () => {
  follow(["section/world"], { after: "7f3a90c1.41" });
  hub.publish(published);
  await expectDelivered(42);
  hub.publish(sports(43));
  await wire.add("section/sport", "section/world");
  hub.publish(sports(44));
  await expectDelivered(42, 43, 44);

  wire.remove("section/world");
  hub.publish(next(45));
  hub.publish(sports(46));
  await expectDelivered(42, 43, 44, 46);
  await until(() => hub.streams === 1 && hub.requests.at(-1)!.get("topics") === "section/sport");
  hub.publish(sports(47));
  await expectDelivered(42, 43, 44, 46, 47);
});

test("add rejects with the hub's reason for an unknown topic, and the other topics continue", async () => {
  follow(["news"]);
  await until(() => wire.state === "live");
  await assert.rejects(wire.add("section/world", "weather"), { name: "HubError", message: "There is no topic weather." });
  assert.deepEqual(wire.topics, ["news"]);
  hub.publish(published);
  await expectDelivered(42);
});

test("a wire whose initial topics are refused reports the reason and closes", async () => {
  follow(["weather"]);
  await expectDelivered("There is no topic weather.");
  assert.equal(wire.state, "offline");
});

test("a cursor that cannot be resumed raises reset, and the newest entries follow", async () => {
  hub.publish(published);
  hub.canRecover = false;
  follow(["news", "ranking/rising"], { after: "01d.7" });
  await expectDelivered("reset", 42, "ranking 17");
  hub.publish(next(43));
  await expectDelivered("reset", 42, "ranking 17", 43);
});

test("a wire with a reload callback reloads instead of raising reset", async () => {
  hub.publish(published);
  hub.canRecover = false;
  const reload = async () => {
    hub.canRecover = true;
    return "7f3a90c1.42";
  };
  follow(["news"], { after: "01d.7", reload });
  await until(() => wire.state === "live");
  hub.publish(next(43));
  await expectDelivered(43);
});

test("a reload that brings other topics replaces those of the wire", async () => {
  hub.publish(published);
  hub.canRecover = false;
  const reload = async () => {
    hub.canRecover = true;
    return { cursor: "7f3a90c1.42", topics: ["news"] };
  };
  follow(["section/culture"], { after: "01d.7", reload });
  await until(() => wire.state === "live");
  hub.publish(next(43));
  await expectDelivered(43);
  assert.deepEqual(wire.topics, ["news"]);
});

test("a move request replaces the connection without missing an entry", async () => {
  const states: string[] = [];
  follow(["news"]);
  wire.listen({ state: (state) => states.push(state) });
  await until(() => wire.state === "live");
  hub.send("move", 0);
  await until(() => hub.requests.length === 2 && hub.streams === 1);
  hub.publish(published);
  await expectDelivered(42);
  assert.ok(!states.includes("offline"), states.join(", "));
});

test("rankings are delivered complete, also when the hub sends deltas", async () => {
  follow(["ranking/rising"]);
  await expectDelivered("ranking 17");
  hub.send("rankingDelta", rankingDelta);
  await expectDelivered("ranking 17", "ranking 18");
  hub.ranking = { ...rankingAfterDelta, version: 20 };
  hub.send("rankingDelta", { ...rankingDelta, from: 19, version: 20 });
  await expectDelivered("ranking 17", "ranking 18", "ranking 20");
});

test("while paused only withdrawals are delivered; resume delivers what was missed in order", async () => {
  follow(["news"]);
  await until(() => wire.state === "live");
  wire.pause();
  hub.publish(published);
  hub.publish(killed);
  await expectDelivered(45);
  assert.equal(wire.state, "paused");
  wire.resume();
  await expectDelivered(45, 42, 45);
  hub.publish(next(46));
  await expectDelivered(45, 42, 45, 46);
});

test("a wire without topics is live and delivers after the first add", async () => {
  follow([]);
  await until(() => wire.state === "live");
  hub.publish(published);
  await wire.add("news");
  await expectDelivered(42);
});

test("an error in one listener does not affect the others", async (context) => {
  const errors: unknown[] = [];
  const seen = (error: unknown) => errors.push(error);
  const others = process.listeners("uncaughtException");
  process.removeAllListeners("uncaughtException").on("uncaughtException", seen);
  context.after(() => {
    process.removeListener("uncaughtException", seen);
    for (const other of others) process.on("uncaughtException", other);
  });
  wire = new NewsWire(hub.address, { topics: ["news"] });
  wire.listen({ entry: () => { throw new Error("mine"); } });
  wire.listen({ entry: (entry) => delivered.push(entry.seq) });
  wire.start();
  hub.publish(published);
  await expectDelivered(42);
  await until(() => errors.length > 0);
  assert.match(String(errors[0]), /mine/);
});
