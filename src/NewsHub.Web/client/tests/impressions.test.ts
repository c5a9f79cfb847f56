import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { published } from "../../../newshub-client/tests/golden";
import { openPage, show, teaser } from "./page";

const browser = openPage("");
const { ArticleLinks } = await import("../src/elements/article-links");
const { ArticleList } = await import("../src/elements/article-list");
const { LiveRanking } = await import("../src/elements/live-ranking");
customElements.define("article-links", ArticleLinks);
customElements.define("article-list", ArticleList);
customElements.define("live-ranking", LiveRanking);

beforeEach(() => {
  browser.beacons.length = 0;
});

test("impressions are sent once per place in view", async (context) => {
  context.mock.timers.enable({ apis: ["setTimeout"] });
  const element = show<InstanceType<typeof LiveRanking>>(`
    <live-ranking data-ranking="today" data-section="world"><ol data-slot="items"><li data-article="a"></li><li data-article="b"></li><li data-article="c"></li></ol></live-ranking>`);
  const [a, b, c] = element.querySelectorAll("li");
  browser.intersect([{ isIntersecting: true, target: a! }, { isIntersecting: false, target: c! }]);
  browser.intersect([{ isIntersecting: true, target: b! }, { isIntersecting: true, target: a! }]);
  assert.deepEqual(browser.beacons, []);
  context.mock.timers.tick(1000);
  browser.intersect([{ isIntersecting: true, target: a! }]);
  context.mock.timers.tick(1000);
  assert.deepEqual(browser.beacons, [`/api/impressions {"ranking":"today/world","articles":["a","b"]}`]);
});

test("impressions are sent of lists, too, and of articles that come while the page is open", (context) => {
  context.mock.timers.enable({ apis: ["setTimeout"] });
  show(`<article-links aria-labelledby="recommended"><ul><li data-article="a"></li></ul></article-links>`);
  browser.intersect([{ isIntersecting: true, target: browser.observed.at(-1)! }]);
  context.mock.timers.tick(1000);
  const list = show<InstanceType<typeof ArticleList>>(`<article-list><ul data-slot="items"></ul><template>${teaser()}</template></article-list>`);
  list.apply(published);
  browser.intersect([{ isIntersecting: true, target: browser.observed.at(-1)! }]);
  context.mock.timers.tick(1000);
  assert.deepEqual(browser.beacons, [
    `/api/impressions {"ranking":"recommended","articles":["a"]}`,
    `/api/impressions {"ranking":"latest","articles":["ferry-returns"]}`,
  ]);
});
