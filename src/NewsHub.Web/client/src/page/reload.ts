import { refreshTimes } from "./relative-time";

/** Fetches the current version of this page. */
export async function fetchPage(): Promise<Document> {
  const response = await fetch(location.href, { headers: { accept: "text/html" }, cache: "no-store" });
  if (response.status >= 500) throw new Error(`The page answered ${response.status}.`);
  // The only place that parses HTML. The page comes from this server, which sanitises it, and DOMParser runs no scripts.
  return new DOMParser().parseFromString(await response.text(), "text/html");
}

/** Replaces `<main>` and the banner with the server's current version; returns the cursor of that version. */
export async function reloadMain(): Promise<string> {
  const page = await fetchPage();
  const main = page.querySelector("main");
  const cursor = page.body.dataset["cursor"];
  if (!main || !cursor) {
    // The page is gone or is now a notice, which has no live content.
    location.reload();
    throw new Error("The page has no live content any more.");
  }
  document.title = page.title;
  document.body.dataset["cursor"] = cursor;
  replace("breaking-banner", page);
  replace("main", page);
  refreshTimes();
  return cursor;
}

function replace(selector: string, page: Document): void {
  const fresh = page.querySelector(selector);
  if (fresh) document.querySelector(selector)?.replaceWith(document.importNode(fresh, true));
}
