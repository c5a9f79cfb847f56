import assert from "node:assert/strict";
import { resolve } from "node:path";
import { test } from "node:test";
import { pathToFileURL } from "node:url";
import { coverageChanged, next, postCorrected, posted, postEdited, postRemoved, postStruck, published } from "./golden.js";
import { EventHub } from "./hub.js";

/** The built client of the last version that knew no live blogs. */
const built = pathToFileURL(resolve("../../tests/clients/newshub-client-before-live-blogs.js")).href;
const { NewsWire } = (await import(built)) as typeof import("../src/sse.js");

test("the client of the version before live blogs stays connected, is silent on their entries and goes on after them", async () => {
  const hub = await EventHub.open();
  const wire = new NewsWire(hub.address, { topics: ["news", "article/harbour-storm"] });
  const [kinds, states]: string[][] = [[], []];
  const reached = new Promise<void>((done) => {
    wire.listen({
      entry: ({ kind, seq }) => {
        kinds!.push(kind);
        if (seq === 60) done();
      },
      state: (state) => states!.push(state),
    });
  });
  try {
    hub.publish(published);
    wire.start();
    while (hub.streams === 0) await new Promise((turn) => setTimeout(turn, 5));
    const ofLiveBlogs = [posted, postEdited, postCorrected, postStruck, postRemoved, coverageChanged];
    for (const [place, entry] of ofLiveBlogs.entries()) hub.publish({ ...entry, seq: 50 + place, cursor: `7f3a90c1.${50 + place}`, topics: ["news"] });
    hub.publish(next(60));
    await reached;
    assert.deepEqual(kinds, ["published", "published"]);
    assert.equal(wire.cursor, "7f3a90c1.60");
    assert.deepEqual([hub.requests.length, states!.includes("offline")], [1, false]);
  } finally {
    wire.close();
    hub.close();
  }
});
