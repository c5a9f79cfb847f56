import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { correctedAt, counts, coverageChanged, killed, next, published, ranking, redacted } from "../../../newshub-client/tests/golden";
import { openPage, show, teaser } from "./page";

const browser = openPage("");
const { ArticleLinks } = await import("../src/elements/article-links");
const { ArticleList } = await import("../src/elements/article-list");
const { BreakingBanner } = await import("../src/elements/breaking-banner");
const { FrontPage } = await import("../src/elements/front-page");
const { LiveRanking } = await import("../src/elements/live-ranking");
const { ReadCount } = await import("../src/elements/read-count");
customElements.define("article-list", ArticleList);
customElements.define("breaking-banner", BreakingBanner);
customElements.define("front-page", FrontPage);
customElements.define("live-ranking", LiveRanking);
customElements.define("read-count", ReadCount);
customElements.define("article-links", ArticleLinks);

const { document } = browser;
const headlines = (root: ParentNode) => [...root.querySelectorAll("ol [data-slot=headline], ul [data-slot=headline]")].map((link) => link.textContent);
const list = (attributes = "") => show<InstanceType<typeof ArticleList>>(`
  <article-list ${attributes}><button data-slot="more" hidden></button>
    <ol data-slot="items">${teaser("garden", "A garden that looks like a cemetery")}</ol>
    <template>${teaser()}</template></article-list>`);
const more = (element: HTMLElement) => element.querySelector<HTMLButtonElement>("[data-slot=more]")!;

beforeEach(() => {
  browser.top = 0;
  browser.isPointing = false;
});

const press = (button: HTMLElement) => button.dispatchEvent(new (document.defaultView as unknown as typeof globalThis).Event("click"));

test("a new article waits behind a button, and is shown with all its parts", () => {
  const element = list();
  element.apply(published);
  element.apply(next(43, { article: { id: "other", headline: "Other" } }));
  assert.deepEqual(headlines(element), ["A garden that looks like a cemetery"]);
  assert.equal(more(element).textContent, "2 new articles");
  assert.equal(more(element).hidden, false);

  press(more(element));
  assert.deepEqual(headlines(element), ["Other", "Ferry returns to the old harbour", "A garden that looks like a cemetery"]);
  assert.equal(more(element).hidden, true);
  const item = element.querySelector("[data-article=ferry-returns]")!;
  assert.equal(item.querySelector("[data-slot=headline]")!.getAttribute("href"), published.article.url);
  assert.equal(item.querySelector("[data-slot=source]")!.textContent, "Ada Quill · Harbour Wire");
  assert.equal(item.querySelector("[data-slot=alert]")!.textContent, "Flash");
  assert.equal(item.querySelector("img")!.getAttribute("src"), published.article.image!.url);
});

test("the first article of an empty list is shown at once", () => {
  const element = list();
  element.querySelector("[data-article]")!.remove();
  element.apply(published);
  assert.deepEqual(headlines(element), ["Ferry returns to the old harbour"]);
});

test("a teaser says when the article was corrected, and has the size of its picture", () => {
  const element = list();
  element.apply(correctedAt);
  press(more(element));
  element.apply({ ...correctedAt, kind: "published" });
  press(more(element));
  const item = element.querySelector("[data-article=ferry-returns]")!;
  assert.equal(item.querySelector<HTMLElement>("[data-slot=corrected]")!.hidden, false);
  assert.equal(item.querySelector("[data-slot=correctedAt]")!.getAttribute("datetime"), "2026-11-23T22:50:00.000Z");
  assert.equal(item.querySelector("img")!.getAttribute("width"), "1600");
});

test("an article whose published entry was redacted is added, and an older one is not", () => {
  const element = list();
  element.querySelector("[data-article=garden] time")!.setAttribute("datetime", "2026-11-23T20:00:00.000Z");
  element.apply(redacted);
  element.apply(next(48, { kind: "updated", article: { id: "older", headline: "Older", publishedAt: "2026-11-23T19:00:00.000Z" } }));
  press(more(element));
  assert.deepEqual(headlines(element), ["Ferry returns to the old harbour", "A garden that looks like a cemetery"]);
});

test("an article with a date in the past is shown below newer ones", () => {
  const element = list();
  element.querySelector("[data-article=garden] time")!.setAttribute("datetime", "2026-11-23T20:00:00.000Z");
  element.apply(next(43, { article: { id: "older", headline: "Older", publishedAt: "2026-11-23T19:00:00.000Z" } }));
  press(more(element));
  assert.deepEqual(headlines(element), ["A garden that looks like a cemetery", "Older"]);
});

test("a killed article is removed from the waiting articles", () => {
  const element = list();
  element.apply(published);
  element.apply(killed);
  assert.equal(more(element).hidden, true);
});

test("an update changes the article in place, and an older version is ignored", () => {
  const element = list();
  element.apply(published);
  press(more(element));
  element.apply(next(43, { kind: "updated", article: { version: 2, headline: "Ferry sails", alert: undefined } as never }));
  element.apply(next(44, { kind: "updated", article: { version: 1, headline: "Old" } }));
  assert.deepEqual(headlines(element), ["Ferry sails", "A garden that looks like a cemetery"]);
  assert.equal(element.querySelector<HTMLElement>("[data-article=ferry-returns] [data-slot=alert]")!.hidden, true);
});

test("a killed article is removed from the list", () => {
  const element = list();
  element.apply(published);
  press(more(element));
  element.apply(killed);
  assert.deepEqual(headlines(element), ["A garden that looks like a cemetery"]);
});

test("an article that moves to another section is removed from the section's list", () => {
  const element = list('data-section="world"');
  element.apply(published);
  press(more(element));
  element.apply(next(43, { kind: "updated", article: { version: 2, section: "culture" } }));
  assert.deepEqual(headlines(element), ["A garden that looks like a cemetery"]);
});

test("an older page does not add new articles", () => {
  const element = list("data-older");
  element.apply(published);
  assert.equal(headlines(element).length, 1);
  assert.equal(more(element).hidden, true);
});

test("markup in an entry is shown as text", () => {
  const element = list();
  element.apply(next(43, { article: { headline: "<img src=x onerror=alert(1)>", url: "javascript:alert(1)" } }));
  press(more(element));
  const link = element.querySelector("[data-slot=headline]")!;
  assert.equal(link.textContent, "<img src=x onerror=alert(1)>");
  assert.equal(link.children.length, 0);
  assert.notEqual(link.getAttribute("href"), "javascript:alert(1)");
});

const banner = () => {
  const item = `<strong data-slot="alert"></strong><a data-slot="headline"></a><time data-slot="time"></time>`;
  return show<InstanceType<typeof BreakingBanner>>(`<breaking-banner hidden><p class="loudest">${item}</p>
    <details data-slot="others" hidden><summary data-slot="more"></summary><ul></ul></details><template><li>${item}</li></template></breaking-banner>`);
};

test("the banner shows the loudest alert and the number of the others in one line", () => {
  const element = banner();
  element.apply(next(42, { article: { id: "quiet", headline: "Quiet", alert: "urgent" } }));
  const line = element.querySelector(".loudest")!;
  assert.equal(line.querySelector("[data-slot=headline]")!.textContent, "Quiet");
  assert.equal(element.querySelector<HTMLElement>("details")!.hidden, true);
  element.apply(published);
  element.apply(next(43, { article: { id: "third", headline: "Third", alert: "bulletin" } }));
  assert.equal(line.querySelector("[data-slot=headline]")!.textContent, "Ferry returns to the old harbour");
  assert.equal(element.querySelector("summary")!.textContent, "2 more");
  assert.ok(element.classList.contains("floating"), "A page that had no alert must not make space for one.");
});

test("the line of the banner does not change under the mouse, but a killed alert leaves it at once", async () => {
  const element = banner();
  element.apply(next(42, { article: { id: "quiet", headline: "Quiet", alert: "urgent" } }));
  const line = element.querySelector(".loudest")!;
  browser.isPointing = true;
  element.apply(published);
  assert.equal(line.querySelector("[data-slot=headline]")!.textContent, "Quiet");
  element.apply(next(43, { kind: "killed", article: { id: "quiet" } }));
  assert.equal(line.textContent, "");
  browser.isPointing = false;
  line.dispatchEvent(new Event("pointerleave"));
  await new Promise((done) => setTimeout(done));
  assert.equal(line.querySelector("[data-slot=headline]")!.textContent, "Ferry returns to the old harbour");
});

test("the banner sorts by severity and removes cleared and killed alerts", () => {
  const element = banner();
  element.apply(next(42, { article: { id: "quiet", headline: "Quiet", alert: "urgent" } }));
  element.apply(published);
  assert.deepEqual(headlines(element), ["Ferry returns to the old harbour", "Quiet"]);
  element.apply(next(43, { kind: "alertCleared", article: { alert: undefined } as never }));
  assert.deepEqual(headlines(element), ["Quiet"]);
  element.apply(next(44, { kind: "killed", article: { id: "quiet" } }));
  assert.equal(element.hidden, true);
});

test("headlines have their own language", () => {
  const item = `<li><strong data-slot="alert"></strong><a data-slot="headline"></a><span data-slot="readers"></span><time data-slot="time"></time></li>`;
  const language = (element: HTMLElement) => element.querySelector("[data-slot=headline]")!.getAttribute("lang");
  const alerts = banner();
  alerts.apply(published);
  assert.equal(language(alerts), "en");
  const list = show<InstanceType<typeof LiveRanking>>(`<live-ranking data-ranking="rising"><ol data-slot="items"></ol><template>${item}</template></live-ranking>`);
  list.apply(ranking);
  assert.equal(language(list), "en-GB");
  list.apply({ ...ranking, entries: [{ ...ranking.entries[0]!, language: "" }] });
  assert.equal(language(list), null);
  list.apply({ ...ranking, entries: [{ ...ranking.entries[0]!, language: "ar" }] });
  assert.equal(list.querySelector("[data-slot=headline]")!.getAttribute("dir"), "rtl");
});

test("a ranking excludes the article of its page", () => {
  const item = `<li><a data-slot="headline"></a><span data-slot="readers"></span></li>`;
  const element = show<InstanceType<typeof LiveRanking>>(`
    <live-ranking data-ranking="rising" data-except="ferry-returns" hidden><ol data-slot="items"></ol><template>${item}</template></live-ranking>`);
  element.apply(ranking);
  assert.deepEqual(headlines(element), ["A garden that looks like a cemetery"]);
  assert.equal(element.querySelector("[data-slot=readers]")!.textContent, "1 reader");
  assert.equal(element.hidden, false);
  element.apply({ ...ranking, ranking: "today", entries: [] });
  assert.equal(headlines(element).length, 1);
});

/** A ranking of both golden articles with the explanation of the first one open. */
const openExplanation = async () => {
  const item = `<li><a data-slot="headline"></a><details><summary><span data-slot="readers"></span></summary><p data-slot="why"></p></details></li>`;
  const element = show<InstanceType<typeof LiveRanking>>(
    `<live-ranking data-ranking="rising"><ol data-slot="items"></ol><template>${item}</template></live-ranking>`);
  element.apply(ranking);
  const why = { at: ranking.at, halfLifeSeconds: 900, readers: 611, dampening: 1, positionCorrection: 1, reactions: 0, readerWeight: 1, reactionWeight: 2, ignored: {} };
  const answer = { ...ranking, entries: ranking.entries.map((place) => ({ ...place, why })) };
  Object.assign(globalThis, { fetch: async () => Response.json(answer) });
  element.querySelector("summary")!.dispatchEvent(new Event("click", { bubbles: true, cancelable: true }));
  await new Promise((done) => setTimeout(done));
  return element;
};
const close = (element: HTMLElement) => {
  const details = element.querySelector("details[open]")!;
  details.removeAttribute("open");
  details.dispatchEvent(new Event("toggle", { bubbles: true }));
};

test("a ranking does not move while an explanation is open", async () => {
  const element = await openExplanation();
  assert.ok(element.querySelector("details[open] [data-slot=why]")!.textContent!.startsWith("611 readers recently"));
  const before = headlines(element);
  element.apply({ ...ranking, entries: [...ranking.entries].reverse() });
  assert.deepEqual(headlines(element), before);
  close(element);
  assert.deepEqual(headlines(element), [...before].reverse());
});

test("a killed article is removed while an explanation is open, and is not restored by the waiting ranking", async () => {
  const element = await openExplanation();
  element.apply(ranking);
  element.applyEntry(next(43, { kind: "killed", article: { id: ranking.entries[1]!.articleId } }));
  assert.equal(headlines(element).length, 1);
  close(element);
  await new Promise((done) => setTimeout(done));
  assert.equal(headlines(element).length, 1);
});

test("a ranking shows no number of readers that contradicts its order", () => {
  const item = `<li><a data-slot="headline"></a><span data-slot="readers"></span></li>`;
  const element = show<InstanceType<typeof LiveRanking>>(`<live-ranking data-ranking="rising"><ol data-slot="items"></ol><template>${item}</template></live-ranking>`);
  const place = (articleId: string, readers: number) => ({ ...ranking.entries[0]!, articleId, readers });
  element.apply({ ...ranking, entries: [place("a", 40), place("b", 900), place("c", 12)] });
  assert.deepEqual([...element.querySelectorAll("[data-slot=readers]")].map((number) => number.textContent), ["40 readers", "", "12 readers"]);
});

test("a ranking stands still under the mouse, and is up to date when it has left", async () => {
  const item = `<li><a data-slot="headline"></a></li>`;
  const element = show<InstanceType<typeof LiveRanking>>(`<live-ranking data-ranking="rising"><ol data-slot="items"></ol><template>${item}</template></live-ranking>`);
  element.apply(ranking);
  const before = headlines(element);
  browser.isPointing = true;
  element.apply({ ...ranking, entries: [...ranking.entries].reverse() });
  assert.deepEqual(headlines(element), before);
  browser.isPointing = false;
  element.dispatchEvent(new Event("pointerleave"));
  await new Promise((done) => setTimeout(done));
  assert.deepEqual(headlines(element), [...before].reverse());
});

test("article links remove killed articles and hide articles that the ranking shows", () => {
  document.body.innerHTML = `
    <article-links><ul><li data-article="ferry-returns"><a data-slot="headline">Ferry</a></li><li data-article="lost"><a data-slot="headline">Lost</a></li></ul></article-links>
    <live-ranking data-ranking="rising"><ol data-slot="items"></ol><template><li><a data-slot="headline"></a></li></template></live-ranking>`;
  const links = document.querySelector<InstanceType<typeof ArticleLinks>>("article-links")!;
  const seen = () => [...links.querySelectorAll<HTMLElement>("li")].filter((item) => !item.hidden).map((item) => item.textContent);
  document.querySelector<InstanceType<typeof LiveRanking>>("live-ranking")!.apply(ranking);
  assert.deepEqual(seen(), ["Lost"]);
  links.apply(next(43, { kind: "updated", article: { id: "lost", headline: "Lost and found" } }));
  assert.deepEqual(seen(), ["Lost and found"]);
  links.apply(next(44, { kind: "killed", article: { id: "lost" } }));
  assert.deepEqual(seen(), []);
  assert.equal(links.hidden, true);
});

test("the read count updates for its own article only", () => {
  const element = show<InstanceType<typeof ReadCount>>(`<read-count data-article="ferry-returns" hidden></read-count>`);
  element.apply({ ...counts, reads: 1753 });
  assert.equal(element.textContent, "1,753 reads");
  element.apply({ ...counts, articleId: "garden", reads: 9 });
  assert.equal(element.textContent, "1,753 reads");
});

test("a picture of this machine stays when its article changes, and one that pages may not show is hidden", () => {
  const element = list();
  const picture = () => element.querySelector<HTMLElement>("[data-article=garden] [data-slot=picture]")!;
  const change = (version: number, url: string) => element.apply(next(40 + version, { kind: "updated", article: { id: "garden", version, image: { url } } }));
  for (const [place, url] of ["http://localhost:8080/a.svg", "http://127.0.0.1/a.svg", "https://pictures.example/a.svg"].entries()) {
    change(place + 2, url);
    assert.deepEqual([picture().hidden, picture().querySelector("img")?.getAttribute("src")], [false, url]);
  }
  for (const [place, url] of ["http://pictures.example/a.svg", "http://localhost:80@pictures.example/a.svg", "http://localhost.example/a.svg", "data:,a"].entries()) {
    change(place + 5, url);
    assert.equal(picture().hidden, true, url);
  }
});

test("the front page offers its next version when a live blog comes or goes, and not when it changes otherwise", () => {
  const state = (is: "live" | "paused", pinned?: string) =>
    ({ ...coverageChanged, article: { ...coverageChanged.article, coverage: { state: is, order: "newest" as const, ...(pinned && { pinned }) } } });
  const open = (isListed: boolean) => {
    document.body.innerHTML = `${isListed ? `<live-now><ul><li data-article="${coverageChanged.article.id}"></li></ul></live-now>` : ""}
      <front-page><button data-slot="changed" hidden></button><article class="card" data-article="other" data-version="1"></article></front-page>`;
    return document.querySelector<InstanceType<typeof FrontPage>>("front-page")!;
  };
  for (const [isListed, entry, isOffered] of [[true, state("live", "a"), false], [true, state("paused"), true], [false, state("paused"), false], [false, state("live"), true]] as const) {
    const front = open(isListed);
    front.apply(entry);
    assert.equal(!front.querySelector("button")!.hidden, isOffered);
  }
});
