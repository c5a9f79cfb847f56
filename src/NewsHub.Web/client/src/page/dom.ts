/** The element with `data-slot="name"` inside `root`. Server and script fill the same slots. */
export function slot(root: ParentNode, name: string): HTMLElement | null {
  return root.querySelector<HTMLElement>(`[data-slot="${name}"]`);
}

/** Sets the text of a slot; hides the slot when there is no text. */
export function fill(root: ParentNode, name: string, text: string | null | undefined): void {
  const element = slot(root, name);
  if (!element) return;
  element.textContent = text ?? "";
  element.hidden = !text;
}

/** Sets the link of a slot. Only paths on this site are accepted. */
export function link(root: ParentNode, name: string, url: string): void {
  if (/^\/(?!\/)/.test(url)) slot(root, name)?.setAttribute("href", url);
}

/** Fills the headline slot: its text, its link, and its language when that differs from the page's. */
export function showHeadline(root: ParentNode, article: { headline?: string; url: string; language?: string }): void {
  fill(root, "headline", article.headline);
  link(root, "headline", article.url);
  setLanguage(slot(root, "headline"), article.language);
}

/** Sets the language of an element; without one it has the language of its parent. */
export function setLanguage(element: HTMLElement | null, language: string | undefined): void {
  if (language) element?.setAttribute("lang", language);
  else element?.removeAttribute("lang");
}

/** A copy of the first element in the template of `root`. */
export function cloneTemplate(root: ParentNode): HTMLElement | null {
  const first = root.querySelector("template")?.content.firstElementChild;
  return first ? (document.importNode(first, true) as HTMLElement) : null;
}

/** True when the page is visible and is not scrolled past the top of `element`. */
export const isTopInView = (element: Element): boolean =>
  document.visibilityState === "visible" && element.getBoundingClientRect().top >= 0;

export const plural = (count: number, singular: string, plural: string): string => `${number.format(count)} ${count === 1 ? singular : plural}`;

export const number = new Intl.NumberFormat("en");
