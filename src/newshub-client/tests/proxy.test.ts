import assert from "node:assert/strict";
import { afterEach, beforeEach, test } from "node:test";
import { NewsWire } from "../src/index.js";
import { HubError } from "../src/transport.js";
import { next, published } from "./golden.js";
import { EventHub } from "./hub.js";
import { answers, HubProxy } from "./proxy.js";

let hub: EventHub;
let proxy: HubProxy;
let wire: NewsWire;
let delivered: (number | string)[];

beforeEach(async () => {
  hub = await EventHub.open();
  proxy = await HubProxy.open(hub.address);
  delivered = [];
  wire = new NewsWire(proxy.address, { topics: ["news"] });
  wire.listen({ entry: (entry) => delivered.push(entry.seq), reset: () => delivered.push("reset"), refused: (reason) => delivered.push(reason) });
});

afterEach(() => {
  wire.close();
  proxy.close();
  hub.close();
});

async function until(condition: () => boolean): Promise<void> {
  for (const end = Date.now() + 60_000; !condition(); await new Promise((resolve) => setTimeout(resolve, 5)))
    if (Date.now() > end) assert.fail(`Delivered: ${delivered.join(", ")}; the wire is ${wire.state}.`);
}

const streamIsAnswered = () => proxy.answered.includes("/live/events");

for (const [name, answer] of Object.entries(answers)) {
  test(`a wire that starts while the proxy answers ${name} connects afterwards`, async () => {
    hub.publish(published);
    proxy.answer = answer;
    wire.start();
    await until(() => streamIsAnswered() && wire.state === "offline");
    proxy.answer = null;
    await until(() => wire.state === "live");
    assert.deepEqual(delivered, [42]);
  });

  test(`a live wire resumes without a gap after the proxy answered ${name}`, async () => {
    hub.publish(published);
    wire.start();
    await until(() => wire.state === "live");
    proxy.answer = answer;
    proxy.dropConnections();
    hub.publish(next(43));
    await until(streamIsAnswered);
    proxy.answer = null;
    await until(() => delivered.length === 2);
    assert.deepEqual(delivered, [42, 43]);
  });
}

test("add waits while the proxy answers, and completes afterwards", async () => {
  wire.start();
  await until(() => wire.state === "live");
  proxy.answer = answers["404 with HTML"]!;
  const added = wire.add("section/sport");
  await until(streamIsAnswered);
  proxy.answer = null;
  await added;
  assert.deepEqual(wire.topics, ["news", "section/sport"]);
  hub.publish(next(43, { topics: ["section/sport"] }));
  await until(() => delivered.length === 1);
});

test("add still rejects with the hub's own reason behind a proxy", async () => {
  wire.start();
  await until(() => wire.state === "live");
  await assert.rejects(wire.add("weather"), (failure) => failure instanceof HubError && failure.message === "There is no topic weather.");
});

test("a read and a reaction that the proxy answers fail, and the wire stays open", async () => {
  wire.start();
  await until(() => wire.state === "live");
  proxy.answer = answers["403 with HTML"]!;
  assert.equal(await wire.read("ferry-returns"), false);
  assert.equal(await wire.react("ferry-returns", "veryGood", true), null);
  assert.equal(wire.state, "live");
});
