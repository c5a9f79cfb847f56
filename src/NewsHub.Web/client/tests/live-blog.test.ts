import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import cases from "../../../../tests/texts/post-texts.json";
import { killed, posted } from "../../../newshub-client/tests/golden";
import type { Coverage, Entry, EntryKind, Post } from "newshub-client";
import { openPage } from "./page";

const browser = openPage("");
Object.assign(globalThis, { getSelection: () => null, scrollY: 0 });
const { LiveBlog, useAnnouncer } = await import("../src/live-blog/live-blog");
const { LiveNow } = await import("../src/live-blog/live-now");
const { textOf } = await import("../src/live-blog/html");
customElements.define("live-blog", LiveBlog);
customElements.define("live-now", LiveNow);
const { document } = browser;
const said: string[] = [];
useAnnouncer((text) => void said.push(text));

/** What BlogPost.razor renders. */
const part = (id = "", position = 0, key = false) => `
  <article class="post" ${id && `id="post-${id}" data-post="${id}" data-version="1" data-position="${position}"`} ${key ? "data-key" : ""} tabindex="0">
    <header class="post-head"><a data-slot="url" href="/p"><time data-slot="time" data-relative="clock"></time></a><strong data-slot="key" hidden>Key event</strong>
      <span data-slot="label" hidden></span><h3 data-slot="title">${id}</h3></header>
    <p data-slot="authors" hidden></p>
    <p data-slot="struck" hidden><strong>Withdrawn:</strong> <span data-slot="reason" hidden></span> <time data-slot="struckAt" data-relative="clock" hidden></time></p>
    <figure data-slot="picture" hidden><figcaption data-slot="credit" hidden></figcaption></figure>
    <div class="body" data-slot="body"><p>${id}</p></div><p data-slot="source" hidden></p>
    <p data-slot="edited" hidden><span data-slot="editedHow">Edited</span> <time data-slot="editedAt" data-relative="clock" hidden></time> <span data-slot="note" hidden></span></p>
  </article>`;

function open(posts: readonly [id: string, position: number][], attributes = 'data-new-end="top" data-order="newest"', older = "") {
  document.title = "Storm";
  document.body.innerHTML = `
    <live-blog data-article="${posted.article.id}" data-newest="/articles/storm?order=newest" data-language="en" data-state="live" ${attributes}>
      <article-view><span data-slot="state" data-state="live"><span data-slot="stateText">Live</span> <time data-slot="stateAt" data-relative="clock" hidden></time></span></article-view>
      <nav class="key-events" hidden><ol></ol><template><li><time data-slot="time" data-relative="clock"></time><a data-slot="url"></a></li></template></nav>
      <div class="blog-main"><button data-slot="pending" hidden></button><section data-slot="pinned" hidden></section><nav data-slot="top"></nav>
        <p data-slot="empty" hidden></p><div role="feed">${posts.map(([id, position]) => part(id, position)).join("")}</div>
        <nav class="pages"><a rel="next" href="http://localhost/articles/storm${older}" ${older ? "" : "hidden"}>Older</a></nav><template>${part()}</template></div>
    </live-blog>`;
  return document.querySelector<InstanceType<typeof LiveBlog>>("live-blog")!;
}

const post = (id: string, position: number, change: Partial<Post> = {}): Post => ({ ...posted.post!, id, position, key: false, title: id, html: `<p>${id}</p>`, version: 1, ...change });
const entry = (of: Post, kind: EntryKind = "posted"): Entry => ({ ...posted, kind, post: of });
const shown = (blog: ParentNode) => [...blog.querySelectorAll<HTMLElement>("[role=feed] > [data-post]")].map((element) => element.dataset["post"]).join(" ");
const pending = (blog: ParentNode) => blog.querySelector<HTMLButtonElement>("[data-slot=pending]")!;
const find = (blog: ParentNode, id: string) => blog.querySelector<HTMLElement>(`[role=feed] [data-post="${id}"]`)!;

const removed = (id: string): Entry => entry({ id, version: 9, state: "removed", key: false, url: `/${id}` }, "postRemoved");
const coverageOf = (change: Partial<Coverage>): Entry => {
  const { post: _, ...rest } = posted;
  return { ...rest, kind: "coverageChanged", article: { ...posted.article, coverage: { state: "live", order: "newest", ...change } } };
};
function signal() {
  let raise = () => {};
  const raised = new Promise<void>((resolve) => {
    raise = resolve;
  });
  return { raise: () => raise(), raised };
}
const turn = () => new Promise((done) => setTimeout(done));

beforeEach(() => {
  browser.top = 0;
  browser.isPointing = false;
  Object.defineProperty(document, "visibilityState", { value: "visible", configurable: true });
});

test("a new post comes at the top with all its parts while the reader is there", () => {
  const blog = open([["a", 10]]);
  blog.apply(entry(post("b", 20, { label: "Analysis", authors: [{ name: "Ada Quill", role: "in Westray" }, { name: "B. Lens" }], key: true })));
  assert.equal(shown(blog), "b a");
  const text = find(blog, "b").textContent;
  for (const expected of ["b", "Analysis", "Ada Quill, in Westray · B. Lens", "Key event"]) assert.ok(text.includes(expected), expected);
  assert.deepEqual([find(blog, "b").getAttribute("aria-posinset"), find(blog, "a").getAttribute("aria-setsize")], ["1", "2"]);
  assert.equal(pending(blog).hidden, true);
});

test("new posts wait behind the button while the reader has scrolled down, also when edited meanwhile, and come in order", () => {
  const blog = open([["a", 10]]);
  browser.top = -500;
  blog.apply(entry(post("c", 30)));
  blog.apply(entry(post("b", 20)));
  blog.apply(entry(post("b", 20, { version: 2, title: "b, edited" }), "postEdited"));
  assert.deepEqual([shown(blog), pending(blog).hidden, pending(blog).textContent], ["a", false, "2 new posts"]);
  blog.apply(entry({ id: "c", version: 2, state: "removed", key: false, url: "/c" }, "postRemoved"));
  assert.equal(pending(blog).textContent, "1 new post");
  pending(blog).dispatchEvent(new (document.defaultView as unknown as typeof globalThis).Event("click", { bubbles: true }));
  assert.equal(shown(blog), "b a");
  assert.ok(find(blog, "b").textContent.includes("b, edited"));
});

test("a repeat changes nothing", () => {
  const blog = open([["a", 10]]);
  blog.apply(entry(post("a", 10, { title: "Again" })));
  assert.ok(!find(blog, "a").textContent.includes("Again"));
});

test("an edit keeps the element and says when and why; a struck post says so in words before the crossed text", () => {
  const blog = open([["a", 10]]);
  const element = find(blog, "a");
  blog.apply(entry(post("a", 10, { version: 2, html: "<p>New</p>", note: "It was ten.", editedAt: "2026-11-23T12:05:00.000Z" }), "postCorrected"));
  assert.equal(find(blog, "a"), element);
  assert.match(element.querySelector("[data-slot=edited]")!.textContent.replace(/\s+/g, " "), /^Corrected \S.* It was ten\.$/);
  blog.apply(entry(post("a", 10, { version: 3, state: "struck", reason: "It was not so.", struckAt: "2026-11-23T12:06:00.000Z" }), "postStruck"));
  const struck = element.querySelector<HTMLElement>("[data-slot=struck]")!;
  assert.match(struck.textContent, /Withdrawn:\s+It was not so\./);
  assert.equal(struck.hidden, false);
  assert.ok(element.querySelector("del .body"));
  assert.ok(element.textContent.indexOf("Withdrawn:") < element.textContent.lastIndexOf("a"));
  blog.apply(entry(post("a", 10, { version: 4 }), "postEdited"));
  assert.equal(element.querySelector("del"), null);
});

test("a removed post in view leaves an empty box; below the view it leaves nothing", () => {
  const blog = open([["b", 20], ["a", 10]]);
  blog.apply(entry({ id: "b", version: 2, state: "removed", key: false, url: "/b" }, "postRemoved"));
  assert.equal(shown(blog), "a");
  assert.equal(blog.querySelectorAll("[role=feed] > [data-gone]").length, 1);
  assert.equal(blog.querySelector("[data-gone]")!.textContent, "");
  browser.top = 900;
  blog.apply(entry({ id: "a", version: 2, state: "removed", key: false, url: "/a" }, "postRemoved"));
  assert.equal(blog.querySelectorAll("[role=feed] > *").length, 1);
});

test("key events are listed, the newest first, and leave when they are struck", () => {
  const blog = open([["a", 10]]);
  blog.apply(entry(post("b", 20, { key: true })));
  blog.apply(entry(post("c", 30, { key: true, title: undefined as never, html: "<p>First.</p><p>Second.</p>" })));
  const list = blog.querySelector<HTMLElement>(".key-events")!;
  const titles = () => [...list.querySelectorAll("li a")].map((link) => link.textContent);
  assert.deepEqual([titles(), list.hidden], [["First. Second.", "b"], false]);
  blog.apply(entry(post("c", 30, { version: 2, key: true, state: "struck", reason: "No." }), "postStruck"));
  assert.deepEqual(titles(), ["b"]);
});

test("the coverage's state is shown and said, and the pinned post is a copy", () => {
  const blog = open([["a", 10]]);
  const coverage: Coverage = { state: "ended", endedAt: "2026-11-23T14:02:00.000Z", order: "newest", pinned: "a" };
  const { post: _, ...change } = posted;
  blog.apply({ ...change, kind: "coverageChanged", article: { ...posted.article, coverage } });
  assert.equal(blog.querySelector("[data-slot=stateText]")!.textContent, "Ended");
  assert.equal(blog.querySelector("[data-slot=stateAt]")!.getAttribute("datetime"), coverage.endedAt);
  assert.match(said.at(-1)!, /^Ended /);
  const copy = blog.querySelector<HTMLElement>("[data-slot=pinned] [data-post=a]")!;
  assert.deepEqual([copy.id, blog.querySelectorAll("#post-a").length], ["", 1]);
  blog.apply(entry(post("a", 10, { version: 2, title: "Changed" }), "postEdited"));
  assert.ok(copy.textContent.includes("Changed"));
});

test("posts that come while the page is hidden are counted in its title", () => {
  const blog = open([["a", 10]]);
  Object.defineProperty(document, "visibilityState", { value: "hidden", configurable: true });
  for (let position = 20; position < 23; position++) blog.apply(entry(post(`p${position}`, position)));
  assert.deepEqual([document.title, shown(blog), pending(blog).textContent], ["(3) Storm", "a", "3 new posts"]);
  Object.defineProperty(document, "visibilityState", { value: "visible", configurable: true });
  document.dispatchEvent(new (document.defaultView as unknown as typeof globalThis).Event("visibilitychange"));
  assert.equal(document.title, "Storm");
});

test("the page has at most 150 posts, and the link to older ones starts after the last", () => {
  const blog = open([["a", 10]]);
  for (let position = 100; position < 300; position++) blog.apply(entry(post(`p${position}`, position)));
  const posts = shown(blog).split(" ");
  assert.deepEqual([posts.length, posts[0], posts.at(-1)], [150, "p299", "p150"]);
  const older = blog.querySelector<HTMLAnchorElement>("[rel=next]")!;
  assert.deepEqual([older.getAttribute("href"), older.hidden], ["/articles/storm?before=150", false]);
});

test("a page of older posts gets changes of its own posts, and new posts only as a number", () => {
  const blog = open([["b", 20], ["a", 10]], 'data-order="newest"', "?before=10");
  blog.apply(entry(post("c", 15, { version: 2 }), "postEdited"));
  blog.apply(entry(post("d", 5, { version: 2 }), "postEdited"));
  blog.apply(entry(post("e", 50)));
  assert.deepEqual([shown(blog), pending(blog).textContent], ["b c a", "1 new post"]);
});

test("killing the article removes every post", () => {
  const blog = open([["a", 10]]);
  blog.apply({ ...killed, article: { ...killed.article, id: posted.article.id } });
  assert.deepEqual([...blog.children].map(({ localName }) => localName), ["article-view"]);
});

test("posts enter and leave at the old end of a page: the last page has everything that is older", () => {
  const last = open([["b", 20], ["a", 10]]);
  last.apply(entry(post("c", 5, { version: 2 }), "postEdited"));
  last.apply(entry(post("b", 2, { version: 2 }), "postEdited"));
  assert.equal(shown(last), "a c b");

  const first = open([["b", 20], ["a", 10]], undefined, "?before=10");
  first.apply(entry(post("c", 5, { version: 2 }), "postEdited"));
  first.apply(entry(post("b", 2, { version: 2 }), "postEdited"));
  assert.equal(shown(first), "a");
});

test("a page of key events gets an old post that becomes one, and loses one that is none any more", () => {
  const blog = open([["b", 20]], 'data-new-end="top" data-order="newest" data-key-only');
  blog.apply(entry(post("a", 10, { version: 2, key: true }), "postEdited"));
  assert.equal(shown(blog), "b a");
  blog.apply(entry(post("a", 10, { version: 3, key: false }), "postEdited"));
  assert.equal(shown(blog), "b");
});

test("new posts of a blog with the oldest first come at the bottom of its last page; the button of another page leads to the newest", () => {
  const last = open([["a", 10]], 'data-new-end="bottom" data-order="oldest"');
  last.apply(entry(post("b", 20)));
  assert.deepEqual([shown(last), pending(last).hidden], ["a b", true]);

  const opened: string[] = [];
  Object.assign(globalThis, { location: { href: "http://localhost/", assign: (to: string) => void opened.push(to) } });
  const first = open([["a", 10]], 'data-order="oldest"', "?after=10");
  first.apply(entry(post("b", 20)));
  assert.deepEqual([shown(first), pending(first).textContent], ["a", "1 new post"]);
  pending(first).dispatchEvent(new (document.defaultView as unknown as typeof globalThis).Event("click", { bubbles: true }));
  assert.deepEqual(opened, ["/articles/storm?order=newest"]);
});

test("a post that is removed or struck before it was announced is not announced", async (context) => {
  context.mock.timers.enable({ apis: ["setTimeout"] });
  const blog = open([["a", 10]]);
  said.length = 0;
  for (const [id, position] of [["b", 20], ["c", 30], ["d", 40]] as const) blog.apply(entry(post(id, position)));
  blog.apply(removed("b"));
  blog.apply(entry(post("c", 30, { version: 2, state: "struck" }), "postStruck"));
  blog.apply(entry(post("d", 40, { version: 2, title: "d, edited" }), "postEdited"));
  context.mock.timers.tick(2000);
  assert.deepEqual(said, ["New: d, edited"]);
});

test("a pinned post that is removed or edited while it is fetched is not shown as it was", async () => {
  const { random } = Math;
  Math.random = () => 0;
  try {
    for (const [change, expected] of [[removed("old"), ""], [entry(post("old", 5, { version: 2, title: "Edited" }), "postEdited"), "Edited"], [null, "Fetched"]] as const) {
      const [asked, answered] = [signal(), signal()];
      const fetch = async () => {
        asked.raise();
        await answered.raised;
        return Response.json({ pinned: post("old", 5, { title: "Fetched" }) });
      };
      Object.assign(globalThis, { fetch });
      const blog = open([["a", 10]], undefined, "?before=10");
      blog.apply(coverageOf({ pinned: "old" }));
      await asked.raised;
      if (change) blog.apply(change);
      answered.raise();
      await turn();
      const pinned = blog.querySelector<HTMLElement>("[data-slot=pinned]")!;
      assert.deepEqual([pinned.querySelector("h3")?.textContent ?? "", pinned.hidden], [expected, expected === ""]);
    }
  } finally {
    Math.random = random;
  }
});

test("a blog that is public again is loaded once however many posts come, with growing delays, and not when it is withdrawn again", async (context) => {
  const { random } = Math;
  Math.random = () => 1;
  context.mock.timers.enable({ apis: ["setTimeout"] });
  try {
    const blog = open([["a", 10]]);
    const requests: string[] = [];
    let answer = "not the hub";
    const fetch = async (address: string) => {
      requests.push(address);
      return new Response(answer);
    };
    Object.assign(globalThis, { fetch });
    const settle = () => new Promise(setImmediate);
    const withheld = { ...killed, kind: "withheld" as const, article: { ...killed.article, id: posted.article.id } };
    blog.apply(withheld);
    for (let position = 20; position < 40; position++) blog.apply(entry(post(`p${position}`, position)));
    for (const [delay, expected] of [[1999, 0], [1, 1], [3999, 1], [1, 2]] as const) {
      context.mock.timers.tick(delay);
      await settle();
      assert.equal(requests.length, expected);
    }
    blog.apply(withheld);
    context.mock.timers.tick(100_000);
    await settle();
    assert.equal(requests.length, 2);

    answer = `<!doctype html><body><connection-dot></connection-dot><main><live-blog id="again"></live-blog></main></body>`;
    blog.apply(entry(post("b", 50)));
    blog.remove();
    context.mock.timers.tick(100_000);
    await settle();
    assert.equal(requests.length, 2);
  } finally {
    Math.random = random;
  }
});

const liveNow = (event?: string) => {
  document.body.innerHTML = `<live-now><ul><li data-article="${posted.article.id}" ${event ? `data-post="${event}" data-position="10"` : ""}><h3><a data-slot="headline"></a></h3>
    <p><time data-slot="time" data-relative="clock" hidden></time><a data-slot="event" href="/" ${event ? "" : "hidden"}>${event ?? ""}</a></p></li></ul></live-now>`;
  const element = document.querySelector<InstanceType<typeof LiveNow>>("live-now")!;
  const row = element.querySelector<HTMLElement>("li")!;
  const leave = () => {
    browser.isPointing = false;
    row.dispatchEvent(new Event("pointerleave"));
    return turn();
  };
  return { element, row, leave, text: () => row.querySelector("[data-slot=event]")?.textContent };
};

test("a key event that waits for the reader to leave its row is not shown when it is removed meanwhile", async () => {
  const { element, row, leave, text } = liveNow("first");
  browser.isPointing = true;
  element.apply(entry(post("second", 20, { key: true })));
  element.apply(removed("second"));
  await leave();
  assert.deepEqual([text(), row.dataset["post"]], ["first", "first"]);
});

test("a key event that waits is shown in its latest version, also after other changes of the blog", async () => {
  const { element, row, leave, text } = liveNow();
  browser.isPointing = true;
  element.apply(entry(post("second", 20, { key: true })));
  element.apply(entry(post("second", 20, { key: true, version: 2, title: "second, edited" }), "postEdited"));
  element.apply(entry(post("older", 15, { key: true })));
  element.apply(coverageOf({ state: "paused" }));
  assert.equal(text(), "");
  await leave();
  assert.deepEqual([text(), row.dataset["post"], row.dataset["ended"]], ["second, edited", "second", ""]);
});

test("a blog that is withdrawn while its event waits leaves an empty row", async () => {
  const { element, row, leave } = liveNow("first");
  browser.isPointing = true;
  element.apply(entry(post("second", 20, { key: true })));
  element.apply({ ...killed, article: { ...killed.article, id: posted.article.id } });
  await leave();
  assert.equal(row.textContent, "");
});

test("the text of a post is the one that the hub makes", () => {
  for (const { html, text } of cases) assert.equal(textOf({ html }), text, html);
});
