import type { CurrentNews, WireArticle } from "newshub-client/sse";
import { word } from "../page/words";
import { createAlert, showAlert } from "./alert-label";
import { EmbeddedList, type Row } from "./embedded-list";
import { createHeadline, showHeadline } from "./headline";
import { create } from "./parts";
import { createTime, showTime } from "./time";

/** Articles that are followed besides those shown, to tell withdrawn ones from those that newer ones push out. */
const spare = 20;

/** `<newshub-latest section="world" tag="harbour" count="5">`: the latest articles. */
export class NewshubLatest extends EmbeddedList<WireArticle> {
  protected override readonly defaultCount = 5;

  protected override get label() {
    return { text: word("latest"), isShown: true };
  }

  protected override get emptyText(): string {
    return word("empty");
  }

  protected override follow(news: CurrentNews, signal: AbortSignal): Promise<void> {
    return news.latest({ section: this.option("section"), tag: this.option("tag"), count: this.count + spare }, (articles) => this.show(articles), signal);
  }

  protected override createRow(): Row<WireArticle> {
    const [time, alert, headline] = [createTime(), createAlert(), createHeadline()];
    return {
      nodes: [time, create("span", "text", alert, headline)],
      show: (article) => {
        showTime(time, article.publishedAt);
        showAlert(alert, article.alert);
        showHeadline(headline, article);
      },
    };
  }
}
