import type { NewsWire, Reloaded } from "newshub-client/page";
import { refreshTimes } from "./relative-time";

/** Milliseconds after which a request is given up: a proxy may accept it and never answer. */
const timeout = 30_000;

/**
 * Fetches this page, or another one of the hub, or the notice that the hub shows in its place. Rejects when the hub is unavailable, and when
 * something else answers: a proxy while the hub restarts, or a captive portal, with any status.
 */
export async function fetchPage(address = location.href): Promise<Document> {
  const response = await fetch(address, { headers: { accept: "text/html" }, cache: "no-store", signal: AbortSignal.timeout(timeout) });
  if (response.status >= 500) throw new Error(`The page answered ${response.status}.`);
  // The page comes from this server, which sanitises it, and DOMParser runs no scripts.
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  // All pages of the hub have this element, notices included.
  if (!page.querySelector("connection-dot") || !page.querySelector("main")) throw new Error("The answer is not a page of the hub.");
  return page;
}

/**
 * Replaces `<main>` and the banner with the server's current version; returns the cursor and the topics of that version. If the page is
 * gone, shows the hub's notice and closes the wire.
 */
export async function reloadMain(wire: NewsWire): Promise<Reloaded> {
  const page = await fetchPage();
  showMain(page);
  const { cursor, topics } = page.body.dataset;
  if (!cursor || !topics) {
    wire.close();
    for (const element of document.querySelectorAll("connection-dot, meta[name=description], meta[property^='og:']")) element.remove();
    throw new Error("The page has no live content any more.");
  }
  Object.assign(document.body.dataset, { cursor, topics });
  return { cursor, topics: topics.split(" ") };
}

/** Shows the main part and the banner of a page in place of those of this one. */
export function showMain(page: Document): void {
  const { script } = page.body.dataset;
  if (script && script !== document.body.dataset["script"]) location.reload(); // it has a live blog, whose script is not loaded
  document.title = page.title;
  replace("breaking-banner", page);
  replace("main", page);
  refreshTimes();
}

/** Replaces an element; removes it when the new page has none. */
function replace(selector: string, page: Document): void {
  const old = document.querySelector(selector);
  const fresh = page.querySelector(selector);
  if (fresh) old?.replaceWith(document.importNode(fresh, true));
  else old?.remove();
}
