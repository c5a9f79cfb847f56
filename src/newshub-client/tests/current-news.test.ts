import assert from "node:assert/strict";
import { afterEach, beforeEach, test } from "node:test";
import { livePosts } from "../src/live-blog.js";
import { CurrentNews, NewsWire } from "../src/sse.js";
import type { Entry, Place, Post, WireArticle } from "../src/wire.js";
import { killed, next, posted, published, ranking } from "./golden.js";
import { EventHub } from "./hub.js";

let hub: EventHub;
let news: CurrentNews;
let shown: string[][];

beforeEach(async () => {
  hub = await EventHub.open();
  news = new CurrentNews((options) => new NewsWire(hub.address, options));
  shown = [];
});

afterEach(() => {
  news.close();
  hub.close();
});

const show = (articles: readonly WireArticle[]) => void shown.push(articles.map(({ id }) => id));

async function until(condition: () => boolean): Promise<void> {
  for (const end = Date.now() + 60_000; !condition(); await new Promise((resolve) => setTimeout(resolve, 5)))
    if (Date.now() > end) assert.fail(`Shown: ${JSON.stringify(shown)}; the wire is ${news.wire.state}.`);
}

/** Waits until the list that is shown has these articles. */
async function expectShown(...ids: string[]): Promise<void> {
  await until(() => shown.at(-1)?.join() === ids.join());
}

const article = (id: string, minute: number, change: Partial<WireArticle> = {}): WireArticle =>
  ({ ...published.article, id, publishedAt: `2026-11-23T12:${String(minute).padStart(2, "0")}:00.000Z`, url: `/articles/${id}`, ...change });

const entry = (seq: number, of: WireArticle, kind: Entry["kind"] = "published", topics = ["news", "breaking", "section/world"]): Entry => next(seq, { kind, topics, article: of });

test("a list is loaded first, and the wire continues it from the cursor of the answer", async () => {
  hub.articles = [article("b", 2), article("a", 1)];
  hub.entries.push(entry(50, article("a", 1)));
  await news.latest({ count: 2 }, show);
  assert.deepEqual(shown, [["b", "a"]]);
  await until(() => news.wire.state === "live");
  assert.deepEqual(hub.listRequests, ["/api/articles?limit=22"]);
  assert.equal(hub.requests[0]!.get("after"), "7f3a90c1.50");

  hub.publish(entry(51, article("c", 3)));
  await expectShown("c", "b");
});

test("a correction keeps the place of an article, and a kill removes it in favour of the next", async () => {
  hub.articles = [article("c", 3), article("b", 2), article("a", 1)];
  let headlines: (string | undefined)[] = [];
  await news.latest({ count: 2 }, (articles) => {
    show(articles);
    headlines = articles.map(({ headline }) => headline);
  });
  await until(() => news.wire.state === "live");
  hub.publish(entry(51, article("b", 2, { version: 2, headline: "Corrected" }), "corrected"));
  await until(() => headlines[1] === "Corrected");
  assert.deepEqual(shown.at(-1), ["c", "b"]);
  hub.publish({ ...killed, seq: 52, cursor: "7f3a90c1.52", topics: ["news"], article: { id: "c", version: 2, url: "/articles/c" } });
  await expectShown("b", "a");
});

test("an article with an older date comes where its date belongs, and one that leaves the section leaves the list", async () => {
  hub.articles = [article("b", 4), article("a", 2)];
  await news.latest({ section: "world" }, show);
  await until(() => news.wire.state === "live");
  hub.publish(entry(51, article("archive", 3)));
  await expectShown("b", "archive", "a");
  hub.publish(entry(52, article("b", 4, { version: 2, section: "sport" }), "updated"));
  await expectShown("archive", "a");
});

test("breaking news is ordered by severity, and an alert that is cleared leaves it", async () => {
  hub.articles = [article("urgent", 1, { alert: "urgent" })];
  await news.breaking(show);
  await until(() => news.wire.state === "live");
  hub.publish(entry(51, article("flash", 2, { alert: "flash" }), "alerted"));
  await expectShown("flash", "urgent");
  const { alert: _, ...cleared } = article("flash", 2, { version: 2 });
  const last = entry(52, cleared as WireArticle, "alertCleared");
  const { alert: __, ...withoutAlert } = last.article;
  hub.publish({ ...last, article: withoutAlert });
  await expectShown("urgent");
});

test("a change between the reading of a late list and its answer is in the list", async () => {
  hub.articles = [article("a", 1)];
  await news.breaking(() => {});
  await until(() => news.wire.state === "live");
  hub.beforeList = async () => {
    hub.publish(entry(60, article("during", 2)));
    await until(() => news.wire.cursor === "7f3a90c1.60");
  };
  await news.latest({}, show);
  await expectShown("during", "a");
  assert.equal(hub.requests.at(-1)!.get("topics"), "breaking,news");
});

test("entries that a list already has are not applied again", async () => {
  hub.articles = [article("a", 1)];
  await news.breaking(() => {});
  hub.publish(entry(50, article("gone", 2)));
  hub.publish(entry(51, article("x", 3), "updated", ["breaking"]));
  await news.latest({}, show);
  hub.publish(entry(52, article("b", 5)));
  await expectShown("b", "a");
});

test("a section that the hub does not have rejects its list only", async () => {
  hub.articles = [article("a", 1)];
  const refused = news.latest({ section: "atlantis" }, () => {});
  const others = news.latest({}, show);
  await assert.rejects(refused, { name: "HubError", message: "There is no section atlantis." });
  await others;
  await assert.rejects(news.latest({ section: "atlantis" }, () => {}), { name: "HubError" });
  hub.publish(entry(51, article("b", 2)));
  await expectShown("b", "a");
});

test("a list that is left is not followed any more", async () => {
  const left = new AbortController();
  await Promise.all([news.latest({}, show, left.signal), news.breaking(() => {})]);
  await until(() => news.wire.state === "live");
  left.abort();
  await until(() => hub.requests.at(-1)!.get("topics") === "breaking");
  hub.publish(entry(51, article("b", 2)));
  await until(() => news.wire.cursor === "7f3a90c1.51");
  assert.deepEqual(shown, [[]]);
});

test("when the cursor cannot be resumed all lists are loaded again", async () => {
  hub.articles = [article("a", 1)];
  await news.latest({}, show);
  await until(() => news.wire.state === "live");
  hub.canRecover = false;
  hub.articles = [article("b", 2)];
  hub.dropStreams();
  await until(() => hub.listRequests.length >= 2);
  hub.canRecover = true;
  await expectShown("b");
});

test("where something holds back the event stream the lists are loaded again and again", async () => {
  hub.blocksStreams = true;
  hub.articles = [article("a", 1)];
  await news.latest({}, show);
  await until(() => news.wire.state === "offline");
  hub.articles = [article("b", 2)];
  await expectShown("b");
  hub.blocksStreams = false;
  await until(() => news.wire.state === "live");
  hub.publish(entry(51, article("c", 3)));
  await expectShown("c", "b");
});

test("a list that was requested while the wire was offline does not undo what the wire delivers before the answer", async () => {
  hub.articles = [article("a", 1)];
  hub.entries.push(entry(50, article("a", 1)));
  await news.latest({}, show);
  await until(() => news.wire.state === "live");
  let hasWaited = false;
  hub.beforeList = async () => {
    await until(() => news.wire.state === "live");
    hub.publish(entry(60, article("b", 2)));
    await until(() => news.wire.cursor === "7f3a90c1.60");
    hasWaited = true;
  };
  hub.dropStreams();
  await until(() => hasWaited);
  await expectShown("b", "a");
  await new Promise((resolve) => setTimeout(resolve, 100));
  assert.deepEqual(shown.at(-1), ["b", "a"]);
});

test("a live blog that is withheld is empty, and loaded again when it is published again", async () => {
  const post = (id: string, position: number): Post => ({ ...posted.post!, id, position });
  const about = (seq: number, kind: Entry["kind"], change: object = {}): Entry => ({ ...entry(seq, article("storm", 1, { version: seq }), kind, ["article/storm"]), ...change });
  const withheld = (seq: number) => about(seq, "withheld", { article: { id: "storm", version: seq, url: "/articles/storm" } });
  hub.posts = [post("a", 1)];
  await news.follow(livePosts({ article: "storm" }, ({ posts }) => void shown.push(posts.map(({ id }) => id))));
  await until(() => news.wire.state === "live");
  for (const seq of [60, 70]) {
    hub.posts = null;
    hub.publish(withheld(seq));
    await expectShown();
    hub.publish(about(seq + 1, "published"));
    await until(() => hub.listRequests.length > 1);
    hub.posts = [post("b", 2)];
    await expectShown("b");
  }
  hub.publish(about(80, "posted", { post: post("c", 3) }));
  await expectShown("c", "b");
  assert.equal(hub.requests.length, 1, "a wire that reconnects loads its lists too");
});

test("a ranking is loaded and then replaced by what the wire delivers, without withdrawn articles", async () => {
  let places: readonly Place[] = [];
  await news.ranking({ name: "rising", count: 1 }, ({ entries }) => { places = entries; });
  assert.equal(places.length, 1);
  await until(() => news.wire.state === "live");
  await news.latest({}, () => {});
  const [first] = ranking.entries;
  hub.publish({ ...killed, seq: 60, cursor: "7f3a90c1.60", topics: ["news"], article: { id: first!.articleId, version: 9, url: first!.url } });
  await until(() => places[0]?.articleId !== first!.articleId);
});
