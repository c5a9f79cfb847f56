/** Parses the body of a post. The hub sanitises it, and DOMParser runs no scripts. */
export const parseBody = (html = ""): HTMLElement => new DOMParser().parseFromString(`<!doctype html><html><body>${html}</body></html>`, "text/html").body;

/** The text of a post. Words of different blocks do not run together. */
export const textOf = ({ html }: { readonly html?: string }): string =>
  [...parseBody(html).children].map((block) => block.textContent.trim()).join(" ").replace(/\s+/g, " ").trim();
