// The main scenario in Firefox: a reader of the front page and of an article sees what a newsroom publishes, corrects and kills.
// Usage: node firefox.mjs HUB KEY; exits with 0 when everything was seen.
import puppeteer from "puppeteer-core";

const [hub, key] = process.argv.slice(2);
const timeout = 60_000;

async function send(path, body) {
  const answer = await fetch(new URL(path, hub), { method: "POST", headers: { authorization: `Bearer ${key}`, "content-type": "application/json" }, body: JSON.stringify(body) });
  if (!answer.ok) throw new Error(`${path} answered ${answer.status}: ${await answer.text()}`);
  return answer.json();
}

async function open(browser, path) {
  const page = await browser.newPage();
  await page.goto(new URL(path, hub).href);
  await page.waitForFunction(() => document.querySelector("connection-dot")?.textContent.includes("Live"), { timeout });
  return page;
}

const shows = (page, selector, text) =>
  page.waitForFunction((selector, text) => [...document.querySelectorAll(selector)].some((each) => each.textContent.includes(text)), { timeout }, selector, text);
const showsNot = (page, text) => page.waitForFunction((text) => !document.body.textContent.includes(text), { timeout }, text);

const browser = await puppeteer.launch({ browser: "firefox", executablePath: "/usr/bin/firefox-esr", headless: true });
try {
  const { id } = await send("/api/articles", { headline: "Ferry leaves at dawn", section: "world", body: "<p>It left on Monday.</p>", status: "published" });
  const front = await open(browser, "/");
  await shows(front, "main", "Ferry leaves at dawn");
  const article = await open(browser, `/articles/${id}`);

  await send("/api/breaking", { headline: "Harbour closed by fog", section: "world", alert: "flash" });
  await shows(front, "breaking-banner", "Harbour closed by fog");
  await shows(article, "breaking-banner", "Harbour closed by fog");
  await send("/api/articles", { headline: "Second ferry follows", section: "world", status: "published" });
  await shows(front, "latest-column", "Second ferry follows");

  await send(`/api/articles/${id}/correct`, { headline: "Ferry leaves at dawn", body: "<p>It left on Tuesday.</p>", note: "It was not on Monday." });
  await shows(article, "article-view .body", "It left on Tuesday.");
  await send(`/api/articles/${id}/kill`, { reason: "It did not leave." });
  await shows(article, "article-view h1", "withdrawn");
  await showsNot(front, "Ferry leaves at dawn");
} finally {
  await browser.close();
}
