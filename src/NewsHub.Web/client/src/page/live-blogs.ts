import type { NewsWire } from "newshub-client/page";
import { announce } from "./announce";

/** Minimum milliseconds before the script is tried again, and at most three times as long, at random. */
const retryDelay = 5000;

/**
 * Loads and starts the script of live blogs. Without it the rest of the page is live all the same, and a page of a live blog is loaded again when the
 * script can be.
 */
export async function loadLiveBlogs(script: string, wire: NewsWire): Promise<void> {
  try {
    ((await import(script)) as typeof import("../live-blog/start")).start(wire, announce);
  } catch (failure) {
    console.warn("The script of live blogs did not load.", failure);
    if (document.querySelector("live-blog")) reloadSoon(`${script}#`);
  }
}

/** @param script Its address with a fragment that was not tried before: a browser may remember that an address failed. */
function reloadSoon(script: string): void {
  setTimeout(() => import(script).then(() => location.reload(), () => reloadSoon(`${script}#`)), retryDelay * (1 + 2 * Math.random()));
}
