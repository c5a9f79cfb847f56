import { setLanguage } from "../page/dom";
import { create, showText } from "./parts";
import { hub } from "./shared-news";

/** A link to an article, which the reader follows to the hub. */
export const createHeadline = (): HTMLAnchorElement => create("a", "headline");

/** The address of an article; null for one that is not on the hub. */
export function articleAddress(url: string, hub: URL): string | null {
  const address = new URL(url, hub);
  return address.origin === hub.origin ? address.href : null;
}

export function showHeadline(link: HTMLAnchorElement, { headline, url, language }: { headline?: string; url: string; language?: string }): void {
  showText(link, headline ?? "");
  setLanguage(link, language);
  const address = articleAddress(url, hub);
  if (address) link.href = address;
}
