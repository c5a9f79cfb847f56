import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, test } from "node:test";
import { identify } from "../src/reader.js";

const day = 86_400_000;
let hub: Server;
let address: string;
let requests: (string | null)[];
let answer: (known: string | null) => { status: number; token?: string };

beforeEach(async () => {
  requests = [];
  answer = (known) => ({ status: 200, token: known ?? `token-${requests.length}` });
  hub = createServer((request, response) => {
    const known = new URL(request.url!, "http://hub").searchParams.get("reader");
    requests.push(known);
    const { status, ...body } = answer(known);
    response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
  });
  await once(hub.listen(0, "127.0.0.1"), "listening");
  address = `http://127.0.0.1:${(hub.address() as AddressInfo).port}`;
});

afterEach(() => {
  hub.close();
  hub.closeAllConnections();
  Reflect.deleteProperty(globalThis, "localStorage");
});

const tokenOf = async (): Promise<string | null> => (await identify(address)).searchParams.get("reader");

function store(): Map<string, string> {
  const values = new Map<string, string>();
  const localStorage = { getItem: (key: string) => values.get(key) ?? null, setItem: (key: string, value: string) => void values.set(key, value) };
  Object.defineProperty(globalThis, "localStorage", { value: localStorage, configurable: true });
  return values;
}

test("a token is requested once and kept in memory where nothing can be stored", async () => {
  Object.defineProperty(globalThis, "localStorage", { get: () => { throw new Error("SecurityError"); }, configurable: true });
  assert.equal(await tokenOf(), "token-1");
  assert.equal(await tokenOf(), "token-1");
  assert.deepEqual(requests, [null]);
});

test("a stored token is used without a request for a day and then shown to the hub", async () => {
  const values = store();
  assert.equal(await tokenOf(), "token-1");
  const [key] = [...values.keys()];
  values.set(key!, JSON.stringify({ token: "stored", at: Date.now() - day / 2 }));
  assert.equal(await tokenOf(), "stored");
  values.set(key!, JSON.stringify({ token: "stored", at: Date.now() - 2 * day }));
  assert.equal(await tokenOf(), "stored");
  assert.deepEqual(requests, [null, "stored"]);
  answer = () => ({ status: 200, token: "replaced" });
  values.set(key!, JSON.stringify({ token: "stored", at: Date.now() - 2 * day }));
  assert.equal(await tokenOf(), "replaced");
  assert.equal(await tokenOf(), "replaced");
});

test("a hub that issues no token leaves the address as it is, and a stored token in use", async () => {
  const values = store();
  answer = () => ({ status: 429 });
  assert.equal((await identify(address)).href, `${address}/`);
  values.set(`newshub-reader ${address}/`, JSON.stringify({ token: "stored", at: 0 }));
  assert.equal(await tokenOf(), "stored");
  values.set(`newshub-reader ${address}/`, "damaged");
  assert.equal(await tokenOf(), null);
});

test("a hub that never answers, or never ends its answer, delays the page by at most 5 seconds", async () => {
  const values = store();
  const hanging = createServer((request, response) => void (request.url!.includes("reader=") && response.writeHead(200, { "content-type": "application/json" }).write("{")));
  await once(hanging.listen(0, "127.0.0.1"), "listening");
  const silent = `http://127.0.0.1:${(hanging.address() as AddressInfo).port}/`;
  const begin = performance.now();
  assert.equal((await identify(silent)).href, silent);
  assert.ok(performance.now() - begin < 5_000);
  values.set(`newshub-reader ${silent}`, JSON.stringify({ token: "stored", at: 0 }));
  const again = performance.now();
  assert.equal((await identify(silent)).searchParams.get("reader"), "stored");
  assert.ok(performance.now() - again < 5_000);
  hanging.close();
  hanging.closeAllConnections();
});
