import assert from "node:assert/strict";
import { test } from "node:test";
import { readEvents } from "../src/server-sent-events.js";

const stream = "retry: 2000\n\n: a comment\n\nid: 7f.1\nevent: entry\ndata: {\"a\":\"é\"}\n\nevent: live\r\ndata: 1\r\ndata:2\r\n\r\ndata\r\r";
const events = [
  { event: "entry", data: '{"a":"é"}' },
  { event: "live", data: "1\n2" },
  { event: "message", data: "" },
];

const inChunks = (bytes: Uint8Array, size: number) => new ReadableStream<Uint8Array>({
  start(controller) {
    for (let i = 0; i < bytes.length; i += size) controller.enqueue(bytes.subarray(i, i + size));
    controller.close();
  },
});

async function readAll(text: string, size: number) {
  const read = [];
  for await (const event of readEvents(inChunks(new TextEncoder().encode(text), size), () => {})) read.push(event);
  return read;
}

test("events are parsed independently of chunk boundaries", async () => {
  // The trailing space: a lone carriage return ends a line only when another character follows.
  for (let size = 1; size <= stream.length + 1; size++) assert.deepEqual(await readAll(`${stream} `, size), events, `chunks of ${size}`);
});

test("an incomplete event is discarded", async () => {
  assert.deepEqual(await readAll('event: entry\ndata: {"a":1}\n', 100), []);
});

test("an event beyond the maximum length is rejected", async () => {
  await assert.rejects(readAll(`data: ${"x".repeat((1 << 20) + 1)}`, 4096), /too long/);
});
