import { refreshTimes } from "./relative-time";

/** This page as the server shows it now. */
export async function fetchPage(): Promise<Document> {
  const response = await fetch(location.href, { headers: { accept: "text/html" }, cache: "no-store" });
  if (response.status >= 500) throw new Error(`The page answered ${response.status}.`);
  // The server's own page, sanitised there: the one place where its HTML is read, and it runs no script.
  return new DOMParser().parseFromString(await response.text(), "text/html");
}

/** Puts the server's newest `<main>` in place of ours; answers with the cursor it was printed with. */
export async function reloadMain(): Promise<string> {
  const page = await fetchPage();
  const main = page.querySelector("main");
  const cursor = page.body.dataset["cursor"];
  if (!main || !cursor) {
    // It is gone or became a notice, which has nothing live about it.
    location.reload();
    throw new Error("The page is another one now.");
  }
  document.title = page.title;
  document.body.dataset["cursor"] = cursor;
  replace("breaking-banner", page);
  replace("main", page);
  refreshTimes();
  return cursor;
}

/** Puts the fresh page's element in place of ours. */
function replace(selector: string, page: Document): void {
  const fresh = page.querySelector(selector);
  if (fresh) document.querySelector(selector)?.replaceWith(document.importNode(fresh, true));
}
