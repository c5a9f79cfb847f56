/** The share of the window's height at which people read. */
const readingHeight = 0.4;

/**
 * Changes the text around the line being read without moving that line: the page scrolls by as much as the text above it has grown. It does not
 * depend on the browser's scroll anchoring, which is switched off meanwhile.
 */
export function keepReadingLine(text: HTMLElement, change: () => void): void {
  const line = lineIn(text) ?? lineIn(document);
  const before = line?.getBoundingClientRect().top;
  const root = document.documentElement;
  root.style.setProperty("overflow-anchor", "none");
  try {
    change();
    if (line === null || before === undefined || !line.isConnected) return;
    const moved = line.getBoundingClientRect().top - before;
    if (Math.abs(moved) >= 0.5) scrollBy({ top: moved, behavior: "instant" });
  } finally {
    root.style.removeProperty("overflow-anchor");
  }
}

/** The paragraph or other block of a body nearest to where people read; while no body is in view, a part of the header. */
export const lineIn = (text: ParentNode): Element | null =>
  nearestOf(text.querySelectorAll(".body > *")) ?? nearestOf(text.querySelectorAll("h1, .standfirst, figure"));

function nearestOf(blocks: Iterable<Element>): Element | null {
  const target = innerHeight * readingHeight;
  let nearest: Element | null = null;
  let least = Infinity;
  for (const block of blocks) {
    const { top, bottom } = block.getBoundingClientRect();
    if (bottom <= 0 || top >= innerHeight) continue;
    const distance = top > target ? top - target : bottom < target ? target - bottom : 0;
    if (distance < least) [nearest, least] = [block, distance];
  }
  return nearest;
}
