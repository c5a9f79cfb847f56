import type { CurrentNews, Place } from "newshub-client/sse";
import { setLanguage } from "../page/dom";
import { language, plural, word } from "../page/words";
import { EmbeddedList, type Item, type Row } from "./embedded-list";
import { createHeadline, showHeadline } from "./headline";
import { create, showText } from "./parts";
import { isInOrder } from "./reader-counts";

/** A place, by the id of its article. */
type RankedItem = Place & Item;

/** `<newshub-ranking name="rising" section="world" count="5">`: the most-read articles. */
export class NewshubRanking extends EmbeddedList<RankedItem> {
  protected override readonly defaultCount = 5;

  protected override get label() {
    return { text: word(this.#name === "rising" || this.#name === "today" ? this.#name : "mostRead"), isShown: true };
  }

  protected override get emptyText(): string {
    return word("ranking.empty");
  }

  protected override follow(news: CurrentNews, signal: AbortSignal): Promise<void> {
    const options = { name: this.#name, section: this.option("section"), count: 20 };
    return news.ranking(options, ({ entries }) => this.show(entries.map((place) => ({ ...place, id: place.articleId }))), signal);
  }

  protected override createRow(): Row<RankedItem> {
    const [rank, headline, readers] = [create("span", "rank"), createHeadline(), create("span", "readers")];
    rank.ariaHidden = "true"; // the list is numbered
    setLanguage(readers, language);
    return {
      nodes: [rank, create("span", "text", headline), readers],
      show: (item, place, items) => {
        showText(rank, String(place + 1));
        showHeadline(headline, item);
        showText(readers, isInOrder(place, items.map(({ readers }) => readers)) ? plural("readers", item.readers) : "");
      },
    };
  }

  get #name(): string {
    return this.option("name") ?? "rising";
  }
}
