import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { PostsView, type LiveBlog, type PostsOptions } from "../src/current/posts-view.js";
import type { Entry, EntryKind, Post } from "../src/wire.js";
import { coverageChanged, killed, posted, published } from "./golden.js";

const article = posted.article.id;
let shown: LiveBlog[];

beforeEach(() => {
  shown = [];
});

const post = (id: string, position: number, change: Partial<Post> = {}): Post => ({ ...posted.post!, id, position, ...change });

let seq = 1000;
const entry = (of: Post, kind: EntryKind = "posted"): Entry => ({ ...posted, kind, seq: ++seq, cursor: `7f3a90c1.${seq}`, post: of });

function open(posts: readonly Post[], options: Partial<PostsOptions> = {}, answer: object = {}): PostsView {
  const view = new PostsView({ article, ...options }, (blog) => void shown.push(blog));
  view.load({ posts, cursor: "7f3a90c1.1000", ...answer });
  return view;
}

const ids = () => shown.at(-1)!.posts.map(({ id }) => id).join("");

test("posts are shown by position, the newest first, whatever the order of their entries", () => {
  const view = open([post("b", 20), post("a", 10)]);
  view.applyEntry(entry(post("d", 40)));
  view.applyEntry(entry(post("c", 30)));
  assert.equal(ids(), "dcba");
  assert.deepEqual([view.topics, view.path], [[`article/${article}`], `api/articles/${article}/posts?before=9007199254740991&limit=40`]);
});

test("a repeat and an older version change nothing, and a newer one keeps its place unless it was moved", () => {
  const view = open([post("b", 20, { version: 3, title: "Third" }), post("a", 10)]);
  view.applyEntry(entry(post("b", 20, { version: 2, title: "Second" }), "postEdited"));
  assert.equal(shown.at(-1)!.posts[0]!.title, "Third");
  view.applyEntry(entry(post("b", 20, { version: 4, title: "Fourth" }), "postEdited"));
  assert.deepEqual([ids(), shown.at(-1)!.posts[0]!.title], ["ba", "Fourth"]);
  view.applyEntry(entry(post("b", 5, { version: 5 }), "postEdited"));
  assert.equal(ids(), "ab");
});

test("a removed post leaves, and no older version brings it back", () => {
  const view = open([post("b", 20), post("a", 10)]);
  view.applyEntry(entry({ id: "b", version: 2, state: "removed", key: false, url: "/articles/a/posts/b" }, "postRemoved"));
  assert.equal(ids(), "a");
  view.applyEntry(entry(post("b", 20), "posted"));
  assert.equal(ids(), "a");
});

test("a struck post stays with its reason", () => {
  const view = open([post("a", 10)]);
  view.applyEntry(entry(post("a", 10, { version: 2, state: "struck", reason: "It was not so." }), "postStruck"));
  assert.deepEqual([ids(), shown.at(-1)!.posts[0]!.reason], ["a", "It was not so."]);
});

test("a list of key events takes in posts that become one, and drops those that are none any more", () => {
  const view = open([post("a", 10, { key: true })], { key: true });
  assert.equal(view.path, `api/articles/${article}/posts?before=9007199254740991&key=true&limit=40`);
  view.applyEntry(entry(post("b", 20, { key: false })));
  assert.equal(ids(), "a");
  view.applyEntry(entry(post("b", 20, { version: 2, key: true }), "postEdited"));
  view.applyEntry(entry(post("a", 10, { version: 2, key: false }), "postEdited"));
  assert.equal(ids(), "b");
});

test("the pinned post follows the coverage and its own changes", () => {
  const first = post("first-boat", 10);
  const view = open([post("b", 20), first], {}, { pinned: first });
  assert.equal(shown.at(-1)!.pinned?.id, "first-boat");
  view.applyEntry(entry(post("first-boat", 10, { version: 9, title: "Corrected" }), "postCorrected"));
  assert.equal(shown.at(-1)!.pinned?.title, "Corrected");
  const { pinned: _, ...coverage } = coverageChanged.article.coverage!;
  view.applyEntry({ ...coverageChanged, seq: ++seq, cursor: `7f3a90c1.${seq}`, article: { ...coverageChanged.article, id: article, coverage } });
  assert.equal(shown.at(-1)!.pinned, undefined);
  assert.equal(shown.at(-1)!.article?.coverage?.state, coverageChanged.article.coverage!.state);
});

test("posts in memory are bounded, and one behind the last is only added when the hub has no others", () => {
  const view = open([post("a", 1000)], { count: 2 }, { next: "1000" });
  view.applyEntry(entry(post("old", 1)));
  assert.equal(ids(), "a");
  for (let position = 1001; position < 1200; position++) view.applyEntry(entry(post(`p${position}`, position)));
  assert.deepEqual(shown.at(-1)!.posts.map(({ id }) => id), ["p1199", "p1198"]);
  for (let position = 1199; position > 1178; position--)
    view.applyEntry(entry({ id: `p${position}`, version: 2, state: "removed", key: false, url: "" }, "postRemoved"));
  assert.deepEqual(shown.at(-1)!.posts.map(({ id }) => id), ["p1178"], "only 22 posts are in memory");
});

test("killing the article removes every post", () => {
  const view = open([post("a", 10)], {}, { pinned: post("a", 10) });
  view.applyEntry({ ...killed, seq: ++seq, cursor: `7f3a90c1.${seq}`, article: { ...killed.article, id: article } });
  assert.deepEqual([ids(), shown.at(-1)!.pinned], ["", undefined]);
});

const about = (at: number, kind: EntryKind): Entry => ({
  ...(kind === "withheld" ? killed : published), kind, seq: at, cursor: `7f3a90c1.${at}`, article: { ...(kind === "withheld" ? killed : published).article, id: article },
});

const postAt = (at: number, of: Post): Entry => ({ ...posted, seq: at, cursor: `7f3a90c1.${at}`, post: of });

test("a withdrawal and a publication that the list already has do not empty it", () => {
  const view = new PostsView({ article }, (blog) => void shown.push(blog));
  view.reload = async () => {};
  view.applyEntry(about(5, "withheld"));
  view.applyEntry(about(7, "published"));
  view.load({ posts: [post("a", 10)], cursor: "7f3a90c1.9" });
  assert.deepEqual([ids(), view.isLoaded], ["a", true]);
});

test("a list that is published again is loaded again, with what is posted meanwhile", async () => {
  const view = open([post("a", 10)]);
  let requests = 0;
  view.reload = async () => {
    if (++requests > 1) view.load({ posts: [post("b", 20)], cursor: "7f3a90c1.2003" });
    else throw new TypeError("The hub is down.");
  };
  view.applyEntry(about(2001, "withheld"));
  view.load({ posts: [post("a", 10)], cursor: "7f3a90c1.2001" });
  assert.deepEqual([ids(), view.isLoaded, requests], ["", false, 0], "what the hub read before the withdrawal is not shown");
  view.applyEntry(about(2002, "published"));
  view.applyEntry(postAt(2003, post("b", 20)));
  view.applyEntry(postAt(2004, post("c", 30)));
  for (const end = Date.now() + 10_000; !view.isLoaded && Date.now() < end; ) await new Promise((resolve) => setTimeout(resolve, 5));
  assert.deepEqual([ids(), requests], ["cb", 2]);
});

test("a list read before a withdrawal and a publication is loaded once more", async () => {
  const view = open([post("a", 10)]);
  const answers = [2000, 2002].map((at) => ({ posts: [post(`p${at}`, 10)], cursor: `7f3a90c1.${at}` }));
  view.reload = async () => view.load(answers.shift());
  view.applyEntry(about(2001, "withheld"));
  view.applyEntry(about(2002, "published"));
  for (const end = Date.now() + 10_000; answers.length > 0 && Date.now() < end; ) await new Promise((resolve) => setTimeout(resolve, 5));
  assert.deepEqual([ids(), view.isLoaded], ["p2002", true]);
});

test("entries between a list and its withdrawal do not show a part of it", () => {
  const view = new PostsView({ article }, (blog) => void shown.push(blog));
  view.reload = () => new Promise(() => {});
  for (const each of [about(2001, "withheld"), about(2002, "published"), postAt(2003, post("c", 30))]) view.applyEntry(each);
  view.load({ posts: [post("a", 10)], cursor: "7f3a90c1.2000" });
  assert.deepEqual([ids(), view.isLoaded], ["", false]);
});
