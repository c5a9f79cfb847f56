import assert from "node:assert/strict";
import { afterEach, beforeEach, test } from "node:test";
import { NewsWire, type OfflineCause } from "../src/index.js";
import { EventHub } from "./hub.js";
import { answers, HubProxy } from "./proxy.js";

let hub: EventHub;
let proxy: HubProxy;
let wire: NewsWire;
let causes: (OfflineCause | null)[];

beforeEach(async () => {
  hub = await EventHub.open();
  proxy = await HubProxy.open(hub.address);
  causes = [];
  wire = new NewsWire(proxy.address, { topics: ["news"] });
  wire.listen({ state: (state, cause) => void (state === "offline" && causes.push(cause)) });
});

afterEach(() => {
  wire.close();
  proxy.close();
  hub.close();
});

async function until(condition: () => boolean): Promise<void> {
  for (const end = Date.now() + 60_000; !condition(); await new Promise((resolve) => setTimeout(resolve, 5)))
    if (Date.now() > end) assert.fail(`Causes: ${causes.join(", ")}; the wire is ${wire.state}.`);
}

test("a wire that something else answers is offline because it is blocked, and has no cause once it is live", async () => {
  proxy.answer = answers["403 with HTML"]!;
  wire.start();
  await until(() => causes.length > 0);
  assert.deepEqual([causes[0], wire.offlineCause], ["blocked", "blocked"]);
  proxy.answer = null;
  await until(() => wire.state === "live");
  assert.equal(wire.offlineCause, null);
});

test("a wire whose hub does not answer is offline because of the hub", async () => {
  proxy.close();
  wire.start();
  await until(() => causes.length > 0);
  assert.equal(causes[0], "hub");
});

test("a device without a network is the cause, whatever failed", async (context) => {
  const before = Object.getOwnPropertyDescriptor(globalThis, "navigator");
  Object.defineProperty(globalThis, "navigator", { configurable: true, value: { onLine: false } });
  context.after(() => before && Object.defineProperty(globalThis, "navigator", before));
  proxy.close();
  wire.start();
  await until(() => causes.length > 0);
  assert.equal(causes[0], "network");
});
