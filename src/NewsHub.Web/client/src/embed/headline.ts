import { setLanguage } from "../page/dom";
import { create, showText } from "./parts";
import { hub } from "./shared-news";

/** A link to an article, which the reader follows to the hub. */
export const createHeadline = (): HTMLAnchorElement => create("a", "headline");

/** Only addresses on the hub are accepted. */
export function showHeadline(link: HTMLAnchorElement, { headline, url, language }: { headline?: string; url: string; language?: string }): void {
  showText(link, headline ?? "");
  setLanguage(link, language);
  const address = new URL(url, hub);
  if (address.origin === hub.origin) link.href = address.href;
}
