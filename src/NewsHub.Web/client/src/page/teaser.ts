import type { WireArticle } from "newshub-client";
import { fill, link, setLanguage, slot } from "./dom";
import { showTime } from "./relative-time";

/** Fills a teaser with an article, as Teaser.razor does on the server. */
export function fillTeaser(teaser: HTMLElement, article: WireArticle, sectionName: (slug: string) => string): void {
  teaser.dataset["article"] = article.id;
  teaser.dataset["version"] = String(article.version);
  teaser.toggleAttribute("data-alert", article.alert !== undefined);
  setLanguage(teaser, article.language);

  fill(teaser, "alert", article.alert);
  fill(teaser, "section", article.section && sectionName(article.section));
  if (article.section) link(teaser, "section", `/sections/${article.section}`);
  fill(teaser, "headline", article.headline);
  link(teaser, "headline", article.url);
  fill(teaser, "summary", article.summary);
  fill(teaser, "source", [article.byline, article.source?.name].filter(Boolean).join(" · "));
  showTime(teaser, article.publishedAt);
  showPicture(teaser, article.image);
}

function showPicture(teaser: HTMLElement, image: WireArticle["image"]): void {
  const picture = slot(teaser, "picture");
  if (!picture) return;
  const usable = image?.url.startsWith("https://") ? image : undefined;
  picture.hidden = !usable;
  const img = picture.querySelector("img");
  if (!usable) img?.removeAttribute("src");
  else if (img) {
    img.src = usable.url;
    img.alt = usable.alt ?? "";
  }
}
