import assert from "node:assert/strict";
import { test } from "node:test";
import { readEvents } from "../src/server-sent-events.js";

const stream = "retry: 2000\n\n: a comment\n\nid: 7f.1\nevent: entry\ndata: {\"a\":\"é\"}\n\nevent: live\r\ndata: 1\r\ndata:2\r\n\r\ndata\r\r";
const events = [
  { event: "entry", data: '{"a":"é"}' },
  { event: "live", data: "1\n2" },
  { event: "message", data: "" },
];

const pieces = (bytes: Uint8Array, size: number) => new ReadableStream<Uint8Array>({
  start(controller) {
    for (let i = 0; i < bytes.length; i += size) controller.enqueue(bytes.subarray(i, i + size));
    controller.close();
  },
});

async function readAll(text: string, size: number) {
  const read = [];
  for await (const event of readEvents(pieces(new TextEncoder().encode(text), size), () => {})) read.push(event);
  return read;
}

test("events are the same however the stream is cut", async () => {
  // The blank at the end: a lone carriage return is a line's end only when something else follows.
  for (let size = 1; size <= stream.length + 1; size++) assert.deepEqual(await readAll(`${stream} `, size), events, `pieces of ${size}`);
});

test("an event that was cut off is none", async () => {
  assert.deepEqual(await readAll('event: entry\ndata: {"a":1}\n', 100), []);
});

test("an event without end is not kept", async () => {
  await assert.rejects(readAll(`data: ${"x".repeat((1 << 20) + 1)}`, 4096), /without end/);
});
