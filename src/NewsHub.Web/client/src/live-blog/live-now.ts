import { isWithdrawn, type Entry } from "newshub-client";
import { LiveElement } from "../elements/live-element";
import { fill, link, setLanguage, showHeadline, slot } from "../page/dom";
import { showTime } from "../page/relative-time";
import { whenLeft } from "../page/stillness";
import { excerptOf } from "./key-events";

/**
 * The live blogs on the front page with the newest key event of each. Rows have one height, so that an event moves nothing; a blog that ends or is
 * withdrawn leaves its row empty, and one that starts comes with the next version of the page.
 */
export class LiveNow extends LiveElement {
  protected override listener() {
    return { entry: (entry: Entry) => this.apply(entry) };
  }

  apply({ kind, article, post }: Entry): void {
    const row = [...this.querySelectorAll<HTMLElement>("[data-article]")].find((other) => other.dataset["article"] === article.id);
    if (!row) return;
    if (isWithdrawn(kind)) row.replaceChildren();
    else if (post && (post.state !== "published" || !post.key)) {
      if (row.dataset["post"] === post.id) this.#clearEvent(row); // withdrawn, or no key event any more
    } else
      whenLeft(row, () => {
        showHeadline(row, article);
        if (article.coverage && article.coverage.state !== "live") row.dataset["ended"] = "";
        else delete row.dataset["ended"];
        if (!post || Number(post.position) < Number(row.dataset["position"] ?? 0)) return;
        Object.assign(row.dataset, { post: post.id, position: String(post.position) });
        showTime(row, post.at);
        link(row, "event", `${post.url}#post-${post.id}`);
        fill(row, "event", post.title ?? excerptOf(post));
        setLanguage(slot(row, "event"), article.language);
      });
  }

  #clearEvent(row: HTMLElement): void {
    delete row.dataset["post"];
    fill(row, "event", null);
    showTime(row, undefined);
  }
}
