/** The element that carries `data-slot="name"` inside `root`. Server and script fill the same slots of the same markup. */
export function slot(root: ParentNode, name: string): HTMLElement | null {
  return root.querySelector<HTMLElement>(`[data-slot="${name}"]`);
}

/** Writes text into a slot, and hides the slot where there is none. */
export function fill(root: ParentNode, name: string, text: string | null | undefined): void {
  const element = slot(root, name);
  if (!element) return;
  element.textContent = text ?? "";
  element.hidden = !text;
}

/** Sends a slot's link to an address on this site; anything else the wire might carry is not linked. */
export function link(root: ParentNode, name: string, url: string): void {
  if (/^\/(?!\/)/.test(url)) slot(root, name)?.setAttribute("href", url);
}

/** A fresh copy of the element inside `root`'s own template. */
export function stamp(root: ParentNode): HTMLElement | null {
  const first = root.querySelector("template")?.content.firstElementChild;
  return first ? (document.importNode(first, true) as HTMLElement) : null;
}

export const isOnScreen = (element: Element): boolean => {
  const { top, bottom } = element.getBoundingClientRect();
  return bottom > 0 && top < innerHeight;
};

/** Whether the page is looked at and `element` has not been scrolled past. */
export const isTopInView = (element: Element): boolean =>
  document.visibilityState === "visible" && element.getBoundingClientRect().top >= 0;

export const plural = (count: number, one: string, many: string): string => `${number.format(count)} ${count === 1 ? one : many}`;

export const number = new Intl.NumberFormat("en");
