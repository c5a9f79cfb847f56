import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { after, before, beforeEach, test } from "node:test";
import { NewsWire } from "newshub-client";
import { next } from "../../../newshub-client/tests/golden";
import { EventHub } from "../../../newshub-client/tests/hub";
import { answers, HubProxy } from "../../../newshub-client/tests/proxy";
import { openPage } from "./page";

const browser = openPage("");
const { ArticleView } = await import("../src/elements/article-view");
const { reloadMain, showMain } = await import("../src/page/reload");
customElements.define("article-view", ArticleView);

const pageOf = (main: string, cursor = "7f3a90c1.42") =>
  `<!doctype html><html><head><title>Page</title></head><body data-cursor="${cursor}" data-topics="news"><connection-dot></connection-dot><main>${main}</main></body></html>`;
const noticeOf = (main: string) => pageOf(main).replace(/ data-cursor="[^"]*" data-topics="[^"]*"/, "");

let page: { status: number; html: string };
const server = createServer((_, response) => void response.writeHead(page.status, { "content-type": "text/html" }).end(page.html));
let proxy: HubProxy;

before(async () => {
  await once(server.listen(0, "127.0.0.1"), "listening");
  proxy = await HubProxy.open(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  Object.assign(globalThis, { location: { href: `${proxy.address}/articles/ferry-returns` } });
});

after(() => {
  proxy.close();
  server.close();
});

beforeEach(() => {
  browser.top = 0;
  proxy.dropConnections();
  proxy.answered.length = 0;
  document.body.innerHTML = `<connection-dot></connection-dot><breaking-banner></breaking-banner><main>Before</main><p id="status"></p>`;
});

async function until(condition: () => boolean): Promise<void> {
  for (const end = Date.now() + 60_000; !condition(); await new Promise((resolve) => setTimeout(resolve, 5)))
    if (Date.now() > end) assert.fail(document.body.innerHTML);
}

/** A wire whose hub cannot resume its cursor, so that the page is reloaded. */
async function reloading(run: (wire: NewsWire, hub: EventHub) => Promise<void>): Promise<void> {
  const hub = await EventHub.open();
  hub.canRecover = false;
  const wire: NewsWire = new NewsWire(hub.address, { topics: ["news"], after: "01d.7", reload: async () => {
    const cursor = await reloadMain(wire);
    hub.canRecover = true;
    return cursor;
  } });
  try {
    await run(wire, hub);
  } finally {
    wire.close();
    hub.close();
  }
}

for (const [name, answer] of Object.entries(answers))
  test(`a page whose reload is answered by a proxy with ${name} keeps its content and reloads afterwards`, () => reloading(async (wire) => {
    page = { status: 200, html: pageOf("After") };
    proxy.answer = answer;
    wire.start();
    await until(() => proxy.answered.length > 0 && wire.state === "offline");
    assert.equal(document.querySelector("main")!.textContent, "Before");
    proxy.answer = null;
    await until(() => wire.state === "live");
    assert.equal(document.querySelector("main")!.textContent, "After");
    assert.equal(wire.cursor, "7f3a90c1.42");
  }));

test("a page that is gone shows the hub's notice in its place, and its wire closes", () => reloading(async (wire, hub) => {
  page = { status: 410, html: noticeOf("This article has been withdrawn") };
  wire.start();
  await until(() => document.querySelector("main")!.textContent === "This article has been withdrawn" && wire.state === "offline");
  assert.equal(document.querySelector("connection-dot, breaking-banner"), null);
  await until(() => hub.streams === 0);
}));

test("the document is loaded again only for a script that it does not have", () => {
  let loads = 0;
  Object.assign(globalThis, { location: { href: location.href, reload: () => loads++ } });
  const pageWith = (script?: string) => new DOMParser().parseFromString(pageOf("Next").replace("<body", `<body ${script ? `data-script="${script}"` : ""}`), "text/html");
  for (const [old, fresh, expected] of [[undefined, undefined, 0], ["/a.js", undefined, 0], ["/a.js", "/a.js", 0], [undefined, "/a.js", 1], ["/a.js", "/b.js", 1]] as const) {
    loads = 0;
    if (old) document.body.dataset["script"] = old;
    else delete document.body.dataset["script"];
    showMain(pageWith(fresh));
    assert.equal(loads, expected, `${old} ${fresh}`);
  }
  delete document.body.dataset["script"];
});

test("a correction that a proxy keeps from the page is fetched again, and offered meanwhile", async () => {
  const article = (version: number, text: string) =>
    `<article-view data-article="ferry-returns" data-version="${version}"><button data-slot="update" hidden></button><article>${text}</article></article-view>`;
  document.querySelector("main")!.innerHTML = article(2, "Nine maps");
  page = { status: 200, html: pageOf(article(3, "Eight maps")) };
  proxy.answer = answers["404 with HTML"]!;
  const view = document.querySelector<InstanceType<typeof ArticleView>>("article-view")!;
  view.apply(next(43, { kind: "corrected", article: { id: "ferry-returns", version: 3 } }));
  await until(() => proxy.answered.length > 0 && !view.querySelector("button")!.hidden);
  assert.equal(view.querySelector("article")!.textContent, "Nine maps");
  proxy.answer = null;
  await until(() => view.querySelector("article")!.textContent === "Eight maps");
});
