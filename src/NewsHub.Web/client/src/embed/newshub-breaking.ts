import type { CurrentNews, WireArticle } from "newshub-client/sse";
import { setLanguage } from "../page/dom";
import { language, number, word } from "../page/words";
import { createAlert, showAlert } from "./alert-label";
import { EmbeddedList, type Row } from "./embedded-list";
import { createHeadline, showHeadline } from "./headline";
import { create, showText } from "./parts";
import { hub } from "./shared-news";
import { createTime, showTime } from "./time";

/** Milliseconds for which an announcement stays in the page, so that a screen reader can say it. */
const announcementTime = 5000;

/** `<newshub-breaking count="1">`: articles with an active alert, the most severe first. New ones are announced. */
export class NewshubBreaking extends EmbeddedList<WireArticle> {
  protected override readonly defaultCount = 1;

  readonly #status = create("p", "status");
  /** The alerts so far, as `id/level`; null before the first answer, which is not announced. */
  #announced: ReadonlySet<string> | null = null;
  #total = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor() {
    super();
    this.#status.role = "status";
    setLanguage(this.#status, language);
    this.root.append(this.#status);
  }

  protected override get label() {
    return { text: word("breaking"), isShown: false };
  }

  protected override get emptyText(): string {
    return word("breaking.none");
  }

  protected override follow(news: CurrentNews, signal: AbortSignal): Promise<void> {
    this.#announced = null;
    return news.breaking((articles) => {
      this.#total = articles.length;
      this.show(articles);
      this.#announce(articles);
    }, signal);
  }

  protected override createRow(): Row<WireArticle> {
    const [alert, headline, time, more] = [createAlert(), createHeadline(), createTime(), create("a", "more")];
    setLanguage(more, language);
    more.href = hub.href;
    return {
      nodes: [alert, create("span", "text", headline), time, more],
      show: (article, place, items) => {
        const others = place === items.length - 1 ? this.#total - items.length : 0;
        showAlert(alert, article.alert);
        showHeadline(headline, article);
        showTime(time, article.publishedAt);
        showText(more, others > 0 ? word("more", number.format(others)) : "");
      },
    };
  }

  /** Announces new alerts, also while the list stands still. The text is then cleared: a headline that is withdrawn must not stay. */
  #announce(articles: readonly WireArticle[]): void {
    const keyOf = ({ id, alert }: WireArticle) => `${id}/${alert}`;
    const fresh = this.#announced ? articles.filter((article) => !this.#announced!.has(keyOf(article))) : [];
    this.#announced = new Set(articles.map(keyOf));
    this.#status.textContent = fresh.map(({ headline = "" }) => word("say.breaking", headline)).join(" ");
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#status.replaceChildren(), announcementTime);
  }
}
