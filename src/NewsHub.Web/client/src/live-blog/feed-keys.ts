/**
 * The keys of a feed (ARIA Authoring Practices, Feed pattern): Page Down and Page Up move between posts, Ctrl+End and Ctrl+Home to what comes after and
 * before the feed.
 */
export function moveInFeed(event: KeyboardEvent, feed: HTMLElement): void {
  const post = (event.target as Element).closest<HTMLElement>("[data-post]");
  if (!post || event.altKey || event.shiftKey || event.metaKey) return;
  const target = event.ctrlKey
    ? event.key === "End" ? focusableAfter(feed) : event.key === "Home" ? focusableBefore(feed) : undefined
    : event.key === "PageDown" ? neighbour(post, "nextElementSibling") : event.key === "PageUp" ? neighbour(post, "previousElementSibling") : undefined;
  if (target === undefined) return;
  event.preventDefault();
  target?.focus();
}

function neighbour(post: Element, direction: "nextElementSibling" | "previousElementSibling"): HTMLElement | null {
  let other = post[direction];
  while (other && !other.matches("[data-post]")) other = other[direction]; // what a removed post has left
  return other as HTMLElement | null;
}

const focusable = "a[href], button:not(:disabled), summary, [tabindex='0']";

const isVisible = (element: Element): boolean => element.getClientRects().length > 0;

function focusableAfter(feed: Element): HTMLElement | null {
  return [...document.querySelectorAll<HTMLElement>(focusable)].find((other) =>
    !feed.contains(other) && isVisible(other) && (feed.compareDocumentPosition(other) & Node.DOCUMENT_POSITION_FOLLOWING) !== 0) ?? null;
}

function focusableBefore(feed: Element): HTMLElement | null {
  return [...document.querySelectorAll<HTMLElement>(focusable)].reverse().find((other) =>
    !feed.contains(other) && isVisible(other) && (feed.compareDocumentPosition(other) & Node.DOCUMENT_POSITION_PRECEDING) !== 0) ?? null;
}
