/** Parses the body of a post. The hub sanitises it, and DOMParser runs no scripts. */
export const parseBody = (html = ""): HTMLElement => new DOMParser().parseFromString(`<!doctype html><html><body>${html}</body></html>`, "text/html").body;

/** Tags that end a word, as PlainText.cs has them. */
const blockTag = /<\/?(p|br|h[2-6]|hr|blockquote|[uo]l|li|d[ltd]|pre|figure|figcaption|table|caption|t[rhd]|div|section)\b/g;

/** The text of a post, as PlainText.cs makes it: words of different blocks do not run together. */
export const textOf = ({ html = "" }: { readonly html?: string }): string =>
  parseBody(html.replace(blockTag, " $&")).textContent.replace(/\s+/g, " ").trim();
