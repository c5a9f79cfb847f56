import type { Counts } from "newshub-client";
import { plural } from "../page/words";
import { LiveElement } from "./live-element";

/** The number of reads of an article. */
export class ReadCount extends LiveElement {
  protected override listener() {
    return { counts: (counts: Counts) => this.apply(counts) };
  }

  apply(counts: Counts): void {
    if (counts.articleId !== this.dataset["article"]) return;
    this.textContent = plural("reads", counts.reads);
    this.hidden = counts.reads === 0;
  }
}
