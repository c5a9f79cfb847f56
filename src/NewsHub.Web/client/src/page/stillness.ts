// Nothing that a reader sees or points at moves because of news.

/** True while the reader points at something in the element, or has the focus in it. */
export const isHeld = (element: Element): boolean => isPointedAt(element) || element.contains(document.activeElement);

/** True while a mouse is over the element. Touch screens keep this state after a tap, so it says nothing there. */
export const isPointedAt = (element: Element): boolean => element.matches(":hover") && matchMedia("(hover: hover)").matches;

/** The latest change of each element that the reader holds. */
const waiting = new WeakMap<Element, () => void>();

/** Makes a change when the reader has left the element, which is usually at once; a later change replaces one that waits. */
export function whenLeft(element: HTMLElement, change: () => void, isBusy: (element: Element) => boolean = isHeld): void {
  const isWatched = waiting.has(element);
  waiting.set(element, change);
  if (!isBusy(element)) {
    makeWaiting(element);
    return;
  }
  if (isWatched) return;
  const left = new AbortController();
  // The state that `isBusy` reads is only final after the event.
  const check = () => setTimeout(() => {
    if (isBusy(element)) return;
    left.abort();
    makeWaiting(element);
  });
  for (const event of ["pointerleave", "focusout"]) element.addEventListener(event, check, { signal: left.signal });
}

function makeWaiting(element: Element): void {
  const change = waiting.get(element);
  waiting.delete(element);
  change?.();
}

const isBelowView = (element: Element): boolean => element.getBoundingClientRect().top >= innerHeight;

/** Changes the content of a box that keeps its height while it is in view. What a longer headline takes, the summary loses. */
export function changeInPlace(box: HTMLElement, change: () => void): void {
  const isFree = isBelowView(box);
  const before = box.getBoundingClientRect().height;
  change();
  const after = box.getBoundingClientRect().height;
  if (isFree || !(Math.abs(after - before) >= 1)) return;
  keepHeight(box, before);
  const summary = box.querySelector<HTMLElement>("[data-slot=summary]");
  if (after > before && summary) summary.hidden = true;
}

/** Removes an article at once; in view its box stays, empty. */
export function removeInPlace(box: HTMLElement): void {
  if (isBelowView(box)) {
    box.remove();
    return;
  }
  const { height } = box.getBoundingClientRect();
  empty(box);
  box.classList.add("gone");
  keepHeight(box, height);
}

/** Takes everything of an article out of its box. */
export function empty(box: HTMLElement): void {
  box.replaceChildren();
  for (const name of ["article", "version", "alert", "at"]) delete box.dataset[name];
}

function keepHeight(box: HTMLElement, height: number): void {
  box.style.setProperty("height", `${height}px`);
  box.style.setProperty("overflow", "clip");
}

/** After a change of the window's width the heights are no longer the right ones. */
export function startReleasingHeights(): void {
  let width = innerWidth;
  addEventListener("resize", () => {
    if (innerWidth === width) return;
    width = innerWidth;
    for (const box of document.querySelectorAll<HTMLElement>("[style]"))
      for (const property of ["height", "overflow"]) box.style.removeProperty(property);
  });
}
