import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { coverageChanged, killed, next, posted, withheld } from "../../../newshub-client/tests/golden";
import { openPage, show } from "./page";

const browser = openPage("");
const { ArticleView } = await import("../src/elements/article-view");
customElements.define("article-view", ArticleView);

let fetched: Promise<void>;

/** Sets the page that the server returns to fetch. */
function serve(body: string): void {
  const html = `<!doctype html><html><head><title>Page</title></head><body><connection-dot></connection-dot><main>${body}</main></body></html>`;
  fetched = new Promise((resolve) => {
    const fetch = async () => {
      resolve();
      return new Response(html);
    };
    Object.assign(globalThis, { fetch });
  });
}

/** Waits until the page was fetched and shown. */
async function served(): Promise<void> {
  await fetched;
  await new Promise(setImmediate);
}

beforeEach(() => {
  browser.top = 0;
});

test("a killed article is replaced by a notice", () => {
  const element = show<InstanceType<typeof ArticleView>>(`
    <article-view data-article="ferry-returns" data-version="2"><article><h1>Ferry returns</h1></article></article-view>`);
  element.apply(killed);
  assert.equal(element.querySelector("h1")!.textContent, "This article has been withdrawn");
  assert.ok(!element.textContent!.includes("Ferry"));
});

test("a withheld article is replaced by the newsroom's notice", () => {
  const element = show<InstanceType<typeof ArticleView>>(`
    <article-view data-article="ferry-returns" data-version="2"><article><h1>Ferry returns</h1></article></article-view>`);
  element.apply(withheld);
  assert.equal(element.textContent, "This article is not availableWe are checking this report.");
});

test("posts and pins of a live blog raise the article's version, but offer no update and load nothing", (context) => {
  context.mock.timers.enable({ apis: ["setTimeout"] });
  const element = show<InstanceType<typeof ArticleView>>(`
    <article-view data-article="${posted.article.id}" data-version="1"><button data-slot="update" hidden></button><article><h1>Storm</h1></article></article-view>`);
  let requests = 0;
  Object.assign(globalThis, { fetch: async () => new Response(String(requests++)) });
  for (const top of [0, -900]) {
    browser.top = top;
    element.apply({ ...coverageChanged, article: { ...coverageChanged.article, id: posted.article.id, version: 7 } });
    element.apply({ ...posted, article: { ...posted.article, version: 8 } });
  }
  context.mock.timers.tick(10_000);
  assert.deepEqual([element.querySelector("button")!.hidden, requests], [true, 0]);
});

test("a correction is fetched at a random time within what its entry says, or two seconds", (context) => {
  const { random } = Math;
  Math.random = () => 0.5;
  context.mock.timers.enable({ apis: ["setTimeout"] });
  try {
    for (const [fetchWithinMs, delay] of [[3000, 1500], [0, 0], [undefined, 1000]] as const) {
      const element = show<InstanceType<typeof ArticleView>>(`
        <article-view data-article="ferry-returns" data-version="2"><button data-slot="update" hidden></button><article><h1>Ferry returns</h1></article></article-view>`);
      let requests = 0;
      Object.assign(globalThis, { fetch: async () => new Response(String(requests++)) });
      element.apply(next(43, { kind: "corrected", ...(fetchWithinMs !== undefined && { fetchWithinMs }), article: { version: 3 } }));
      if (delay > 0) context.mock.timers.tick(delay - 1);
      assert.equal(requests, 0);
      context.mock.timers.tick(1);
      assert.equal(requests, 1);
    }
  } finally {
    Math.random = random;
  }
});

test("a republished article is shown again at any scroll position, and never in an older version", async () => {
  const element = show<InstanceType<typeof ArticleView>>(`
    <article-view data-article="ferry-returns" data-version="2"><article><h1>Ferry returns</h1></article></article-view>`);
  element.apply(next(43, { kind: "withheld" }));
  browser.top = -900;
  serve(`<article-view data-article="ferry-returns" data-version="4"><article><h1>Ferry returns again</h1></article></article-view>`);
  element.apply(next(44, { kind: "published", article: { version: 4 } }));
  await served();
  assert.equal(element.querySelector("h1")!.textContent, "Ferry returns again");

  serve(`<article-view data-article="ferry-returns" data-version="3"><article><h1>From a slow answer</h1></article></article-view>`);
  element.apply(next(45, { kind: "corrected", article: { version: 5 } }));
  await served();
  assert.equal(element.querySelector("h1")!.textContent, "Ferry returns again");
});
