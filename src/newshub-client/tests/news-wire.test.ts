import assert from "node:assert/strict";
import { afterEach, beforeEach, test } from "node:test";
import { NewsWire, type NewsWireOptions } from "../src/news-wire.js";
import { killed, next, published, rankingAfterDelta, rankingDelta } from "./golden.js";
import { EventHub } from "./hub.js";

let hub: EventHub;
let wire: NewsWire;
let told: (number | string)[];

beforeEach(async () => {
  hub = await EventHub.open();
  told = [];
});

afterEach(() => {
  wire.close();
  hub.close();
});

function follow(topics: string[], options: NewsWireOptions = {}): void {
  wire = new NewsWire(hub.address, { topics, ...options });
  wire.listen({
    entry: (entry) => told.push(entry.seq),
    ranking: (ranking) => told.push(`ranking ${ranking.version}`),
    reset: () => told.push("reset"),
    refused: (reason) => told.push(reason),
  });
  wire.start();
}

/** Waits until what was told is this, or says what it was. */
async function tells(...expected: (number | string)[]): Promise<void> {
  await until(() => told.length >= expected.length);
  assert.deepEqual(told, expected);
}

async function until(is: () => boolean): Promise<void> {
  for (const end = Date.now() + 60_000; !is(); await new Promise((resolve) => setTimeout(resolve, 5)))
    if (Date.now() > end) assert.fail(`Told ${told.join(", ")}; the wire is ${wire.state}.`);
}

const sports = (seq: number) => next(seq, { topics: ["section/sport"] });

test("where WebSockets are blocked the news comes as events, and goes on after each cut", async () => {
  hub.publish(published);
  follow(["news"]);
  await tells(42);
  hub.publish(next(43));
  await tells(42, 43);
  hub.cut();
  hub.publish(next(44));
  await tells(42, 43, 44);
  assert.equal(wire.state, "live");
  assert.equal(hub.asked.at(-1)!.get("after"), "7f3a90c1.43");
  assert.equal(wire.cursor, "7f3a90c1.44");
});

test("topics come and go without a gap or a repeat", async () => {
  follow(["section/world"], { after: "7f3a90c1.41" });
  hub.publish(published);
  await tells(42);
  hub.publish(sports(43));
  await wire.add("section/sport", "section/world");
  hub.publish(sports(44));
  await tells(42, 43, 44);

  wire.remove("section/world");
  hub.publish(next(45));
  hub.publish(sports(46));
  await tells(42, 43, 44, 46);
  await until(() => hub.streams === 1 && hub.asked.at(-1)!.get("topics") === "section/sport");
  hub.publish(sports(47));
  await tells(42, 43, 44, 46, 47);
});

test("a topic that the hub does not have is refused with its reason, and the others go on", async () => {
  follow(["news"]);
  await until(() => wire.state === "live");
  await assert.rejects(wire.add("section/world", "weather"), { name: "Refusal", message: "There is no topic weather." });
  assert.deepEqual(wire.topics, ["news"]);
  hub.publish(published);
  await tells(42);
});

test("a wire whose first topics are refused says so and ends", async () => {
  follow(["weather"]);
  await tells("There is no topic weather.");
  assert.equal(wire.state, "offline");
});

test("a cursor that cannot be continued resets the reader, and the newest follow", async () => {
  hub.publish(published);
  hub.recovers = false;
  follow(["news", "ranking/rising"], { after: "01d.7" });
  await tells("reset", 42, "ranking 17");
  hub.publish(next(43));
  await tells("reset", 42, "ranking 17", 43);
});

test("a page that can load itself anew does that instead", async () => {
  hub.publish(published);
  hub.recovers = false;
  const reload = async () => {
    hub.recovers = true;
    return "7f3a90c1.42";
  };
  follow(["news"], { after: "01d.7", reload });
  await until(() => wire.state === "live");
  hub.publish(next(43));
  await tells(43);
});

test("a reader who is asked to move does so and misses nothing", async () => {
  const states: string[] = [];
  follow(["news"]);
  wire.listen({ state: (state) => states.push(state) });
  await until(() => wire.state === "live");
  hub.send("move", 0);
  await until(() => hub.asked.length === 2 && hub.streams === 1);
  hub.publish(published);
  await tells(42);
  assert.ok(!states.includes("offline"), states.join(", "));
});

test("rankings come whole, however they were sent", async () => {
  follow(["ranking/rising"]);
  await tells("ranking 17");
  hub.send("rankingDelta", rankingDelta);
  await tells("ranking 17", "ranking 18");
  hub.ranking = { ...rankingAfterDelta, version: 20 };
  hub.send("rankingDelta", { ...rankingDelta, from: 19, version: 20 });
  await tells("ranking 17", "ranking 18", "ranking 20");
});

test("while paused only what was taken back is told; then what was missed comes in its order", async () => {
  follow(["news"]);
  await until(() => wire.state === "live");
  wire.pause();
  hub.publish(published);
  hub.publish(killed);
  await tells(45);
  assert.equal(wire.state, "paused");
  wire.resume();
  await tells(45, 42, 45);
  hub.publish(next(46));
  await tells(45, 42, 45, 46);
});

test("a wire that follows nothing waits for its first topic", async () => {
  follow([]);
  await until(() => wire.state === "live");
  hub.publish(published);
  await wire.add("news");
  await tells(42);
});

test("an error of one listener is its own", async (context) => {
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
  wire.listen({ entry: (entry) => told.push(entry.seq) });
  wire.start();
  hub.publish(published);
  await tells(42);
  await until(() => errors.length > 0);
  assert.match(String(errors[0]), /mine/);
});
