import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { killed, posted } from "../../../newshub-client/tests/golden";
import type { Coverage, Entry, EntryKind, Post } from "newshub-client";
import { openPage } from "./page";

const browser = openPage("");
Object.assign(globalThis, { getSelection: () => null, scrollY: 0 });
const { LiveBlog, useAnnouncer } = await import("../src/live-blog/live-blog");
customElements.define("live-blog", LiveBlog);
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
    <p data-slot="edited" hidden>Edited <time data-slot="editedAt" data-relative="clock" hidden></time> <span data-slot="note" hidden></span></p>
  </article>`;

function open(posts: readonly [id: string, position: number][], attributes = 'data-new-end="top" data-order="newest"') {
  document.title = "Storm";
  document.body.innerHTML = `
    <live-blog data-article="${posted.article.id}" data-url="/articles/storm" data-language="en" data-state="live" ${attributes}>
      <article-view><span data-slot="state" data-state="live"><span data-slot="stateText">Live</span> <time data-slot="stateAt" data-relative="clock" hidden></time></span></article-view>
      <nav class="key-events" hidden><ol></ol><template><li><time data-slot="time" data-relative="clock"></time><a data-slot="url"></a></li></template></nav>
      <div class="blog-main"><button data-slot="pending" hidden></button><section data-slot="pinned" hidden></section><nav data-slot="top"></nav>
        <p data-slot="empty" hidden></p><div role="feed">${posts.map(([id, position]) => part(id, position)).join("")}</div>
        <nav class="pages"><a rel="next" href="http://localhost/articles/storm" hidden>Older</a></nav><template>${part()}</template></div>
    </live-blog>`;
  return document.querySelector<InstanceType<typeof LiveBlog>>("live-blog")!;
}

const post = (id: string, position: number, change: Partial<Post> = {}): Post => ({ ...posted.post!, id, position, key: false, title: id, html: `<p>${id}</p>`, version: 1, ...change });
const entry = (of: Post, kind: EntryKind = "posted"): Entry => ({ ...posted, kind, post: of });
const shown = (blog: ParentNode) => [...blog.querySelectorAll<HTMLElement>("[role=feed] > [data-post]")].map((element) => element.dataset["post"]).join(" ");
const pending = (blog: ParentNode) => blog.querySelector<HTMLButtonElement>("[data-slot=pending]")!;
const find = (blog: ParentNode, id: string) => blog.querySelector<HTMLElement>(`[role=feed] [data-post="${id}"]`)!;

beforeEach(() => {
  browser.top = 0;
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
  assert.match(element.querySelector("[data-slot=edited]")!.textContent.replace(/\s+/g, " "), /^Edited \S.* It was ten\.$/);
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
  const blog = open([["b", 20], ["a", 10]], 'data-order="newest"');
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
