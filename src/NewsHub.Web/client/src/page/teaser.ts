import type { WireArticle } from "newshub-client";
import { fill, isPicture, link, setLanguage, showHeadline, slot } from "./dom";
import { showTime } from "./relative-time";
import { word } from "./words";

/** Fills a teaser with an article, as Teaser.razor does on the server. */
export function fillTeaser(teaser: HTMLElement, article: WireArticle): void {
  teaser.dataset["article"] = article.id;
  teaser.dataset["version"] = String(article.version);

  showAlert(teaser, article);
  fill(teaser, "section", article.section && sectionName(article.section));
  if (article.section) link(teaser, "section", `/sections/${article.section}`);
  showHeadline(teaser, article);
  fill(teaser, "summary", article.summary);
  setLanguage(slot(teaser, "summary"), article.language);
  fill(teaser, "source", [article.byline, article.source?.name].filter(Boolean).join(" · "));
  showTime(teaser, article.publishedAt);
  showTime(teaser, article.correctedAt, "correctedAt");
  const corrected = slot(teaser, "corrected");
  if (corrected) corrected.hidden = !article.correctedAt;
  showPicture(teaser, article.image);
}

/** Fills the alert slot with the name of the alert. */
export const showAlert = (root: ParentNode, { alert }: Pick<WireArticle, "alert">): void => fill(root, "alert", alert && word(`alert.${alert}`));

const sectionName = (slug: string): string => document.querySelector(`nav a[href="/sections/${slug}"]`)?.textContent?.trim() || slug;

function showPicture(teaser: HTMLElement, image: WireArticle["image"]): void {
  const picture = slot(teaser, "picture");
  if (!picture) return;
  const usable = isPicture(image?.url) ? image : undefined;
  picture.hidden = !usable;
  const shown = picture.querySelector("img");
  if (!usable) {
    shown?.remove();
    return;
  }
  const img = shown ?? document.createElement("img");
  // A relative address or entities make the attribute differ from the property.
  if (img.getAttribute("src") !== usable.url) img.src = usable.url;
  img.alt = usable.alt ?? "";
  for (const side of ["width", "height"] as const)
    if (usable[side]) img.setAttribute(side, String(usable[side]));
    else img.removeAttribute(side);
  if (!shown) picture.append(img);
}
