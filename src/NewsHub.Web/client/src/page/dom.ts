/** The element with `data-slot="name"` inside `root`. Server and script fill the same slots. */
export function slot(root: ParentNode, name: string): HTMLElement | null {
  return root.querySelector<HTMLElement>(`[data-slot="${name}"]`);
}

/** Sets the text of a slot; hides the slot when there is no text. */
export function fill(root: ParentNode, name: string, text: string | null | undefined): void {
  const element = slot(root, name);
  if (!element) return;
  if (element.textContent !== (text ?? "")) element.textContent = text ?? "";
  element.hidden = !text;
}

/** Sets the link of a slot. Only paths on this site are accepted. */
export function link(root: ParentNode, name: string, url: string): void {
  if (/^\/(?!\/)/.test(url)) slot(root, name)?.setAttribute("href", url);
}

/** True for the address of a picture that pages show, as PictureAddress.cs has it. */
export const isPicture = (url = ""): boolean => /^(https:|http:\/\/(localhost|127\.0\.0\.1)(:\d+)?\/)/.test(url);

/** Fills the headline slot: its text, its link and its language. */
export function showHeadline(root: ParentNode, article: { headline?: string; url: string; language?: string }): void {
  fill(root, "headline", article.headline);
  link(root, "headline", article.url);
  setLanguage(slot(root, "headline"), article.language);
}

/** Sets the language and the direction of an element's text; without a language the text decides on its direction. */
export function setLanguage(element: HTMLElement | null, language: string | undefined): void {
  if (language) element?.setAttribute("lang", language);
  else element?.removeAttribute("lang");
  element?.setAttribute("dir", directionOf(language));
}

const rightToLeft = new Set("ar arc azb bal ckb dv fa glk he iw khw ks lrc mzn nqo pnb prs ps sd skr syr ug ur yi".split(" "));
const rightToLeftScripts = /-(adlm|arab|hebr|mand|nkoo|rohg|syrc|thaa)(-|$)/i;

/** As Direction.cs does on the server. */
export function directionOf(language: string | undefined): "ltr" | "rtl" | "auto" {
  if (!language) return "auto";
  const hasScript = /-[a-z]{4}(-|$)/i.test(language);
  return (hasScript ? rightToLeftScripts.test(language) : rightToLeft.has(language.split("-")[0]!.toLowerCase())) ? "rtl" : "ltr";
}

/** A copy of the first element in the template of `root`. */
export function cloneTemplate(root: ParentNode): HTMLElement | null {
  const first = root.querySelector("template")?.content.firstElementChild;
  return first ? (document.importNode(first, true) as HTMLElement) : null;
}

/** True when the page is visible and is not scrolled past the top of `element`. */
export const isTopInView = (element: Element): boolean =>
  document.visibilityState === "visible" && element.getBoundingClientRect().top >= 0;
