import type { NewsWire } from "newshub-client";
import { connectElements } from "../elements/live-element";
import { LiveBlog, useAnnouncer } from "./live-blog";
import { LiveNow } from "./live-now";

/** Starts the live blog of the page, and the list of live blogs, on the page's connection. Called once by the script of the pages. */
export function start(wire: NewsWire, announce: (text: string) => void): void {
  connectElements(wire);
  useAnnouncer(announce);
  customElements.define("live-blog", LiveBlog);
  customElements.define("live-now", LiveNow);
}
