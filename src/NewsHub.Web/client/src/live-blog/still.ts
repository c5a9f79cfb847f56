import { lineIn } from "../page/reading-line";

/** The line that the last change kept in its place, and that place. Browsers scroll by whole pixels, so the errors of many changes would add up. */
let kept: { readonly line: Element; readonly top: number } | null = null;

/** Changes the page without moving the line being read: the page scrolls by as much as the content above it has grown. */
export function keepLine(change: () => void): void {
  const line = lineIn(document);
  const now = line?.getBoundingClientRect().top ?? 0;
  const top = kept?.line === line && Math.abs(kept!.top - now) < 1 ? kept!.top : now;
  withoutAnchoring(() => {
    change();
    if (!line?.isConnected) return;
    const moved = line.getBoundingClientRect().top - top;
    if (Math.abs(moved) >= 0.5) scrollBy({ top: moved, behavior: "instant" });
    kept = { line, top };
  });
}

/** Makes a change without the scroll anchoring that some browsers have. */
export function withoutAnchoring<T>(change: () => T): T {
  const { style } = document.documentElement;
  style.setProperty("overflow-anchor", "none");
  try {
    const result = change();
    document.documentElement.getBoundingClientRect(); // the browser anchors when it lays out the page
    return result;
  } finally {
    style.removeProperty("overflow-anchor");
  }
}
